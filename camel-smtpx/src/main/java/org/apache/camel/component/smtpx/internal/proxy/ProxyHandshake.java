/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

/**
 * The exchange with a proxy until it has connected to the server. It reads the proxy's answer octet by octet, so that
 * none of the server's is lost. To be used by one thread at a time.
 */
public interface ProxyHandshake {

    /** Nothing to send. */
    byte[] NOTHING = {};

    /** The octets that begin the exchange. */
    byte[] begin();

    /**
     * Reads the next octet of the proxy, 0 to 255, and returns the octets to be sent then.
     *
     * @throws ProxyException if the proxy refuses the connection, or does not speak the protocol
     */
    byte[] read(int octet) throws ProxyException;

    /** Whether the proxy has connected: what follows comes from the server. */
    boolean isComplete();
}
