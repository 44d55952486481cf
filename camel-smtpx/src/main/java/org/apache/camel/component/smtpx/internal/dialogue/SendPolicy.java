/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.OneFlight;

/**
 * How a transaction is put on the wire, as far as the caller decides it.
 *
 * @param skipBad         deliver to the recipients that are accepted; otherwise to all or to nobody
 * @param pipelining      send commands in groups where the server offers PIPELINING (RFC 2920)
 * @param chunking        send content with BDAT where the server offers CHUNKING (RFC 3030)
 * @param chunkSize       octets of one chunk of a large message
 * @param failUnsupported fail when the server does not offer something that was asked for, even where it could be left
 *                        out
 * @param oneFlight       when a small message leaves together with its envelope; AUTO is decided by the pool for each
 *                        connection, and without a pool it means NEVER
 */
public record SendPolicy(boolean skipBad, boolean pipelining, boolean chunking, int chunkSize, boolean failUnsupported,
        OneFlight oneFlight) {

    /** Octets of a chunk unless told otherwise. */
    public static final int DEFAULT_CHUNK_SIZE = 1024 * 1024;

    /** The smallest chunk, in octets. */
    public static final int MIN_CHUNK_SIZE = 1024;

    /** The largest chunk, in octets. */
    public static final int MAX_CHUNK_SIZE = 64 * 1024 * 1024;

    /** Everything the server offers is used, to all recipients or to nobody. */
    public static final SendPolicy DEFAULTS = new SendPolicy(false, true, true, DEFAULT_CHUNK_SIZE, false);

    public SendPolicy {
        if (chunkSize < MIN_CHUNK_SIZE || chunkSize > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("a chunk has 1024 octets to 64 MiB: " + chunkSize);
        }
    }

    /** A policy under which messages leave with their envelopes wherever that is possible. */
    public SendPolicy(boolean skipBad, boolean pipelining, boolean chunking, int chunkSize, boolean failUnsupported) {
        this(skipBad, pipelining, chunking, chunkSize, failUnsupported, OneFlight.ALWAYS);
    }

    public SendPolicy withSkipBad(boolean skip) {
        return skip == skipBad ? this : new SendPolicy(skip, pipelining, chunking, chunkSize, failUnsupported, oneFlight);
    }

    /** The same with DATA in place of BDAT. */
    public SendPolicy withoutChunking() {
        return new SendPolicy(skipBad, pipelining, false, chunkSize, failUnsupported, oneFlight);
    }

    public SendPolicy withOneFlight(OneFlight when) {
        return when == oneFlight ? this : new SendPolicy(skipBad, pipelining, chunking, chunkSize, failUnsupported, when);
    }
}
