/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;

/** A connection without a network, whose peer and clock are moved by hand. */
public interface MemoryRig {

    /** Gives the connection a dialogue. */
    void submit(Dialogue dialogue);

    /** Octets of the server arrive, together. */
    void receive(byte[] octets);

    /** The server closes its side. */
    void finish();

    /** The connection is torn down by the other side. */
    void reset();

    /** The peer reads nothing any more: no further write is completed. */
    void stopTaking();

    /** The socket takes so many octets, counted as they are on the wire, and then none until this is called again. */
    void take(long octets);

    /** Whether the client has octets to write that the socket has not taken. */
    boolean isBehind();

    /** The server begins its side of TLS. */
    void secure(SSLContext context);

    /** Time passes. */
    void pass(Duration time);

    /** The time on the connection's clock. */
    long nanoTime();

    /** What the client has sent since this was asked last. */
    byte[] takeSent();

    boolean isOpen();

    /** What the connection wrote about itself. */
    List<String> log();
}
