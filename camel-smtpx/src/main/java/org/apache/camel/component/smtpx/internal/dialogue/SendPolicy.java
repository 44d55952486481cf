/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;

/**
 * The caller's options for a transaction.
 *
 * @param skipBad         deliver to the accepted recipients; otherwise to all or none
 * @param pipelining      send commands in groups where the server offers PIPELINING (RFC 2920)
 * @param chunking        send content with BDAT where the server offers CHUNKING (RFC 3030)
 * @param chunkSize       octets of one chunk of a large message
 * @param failUnsupported fail if a requested extension is not offered, even where its parameter could be dropped
 * @param oneFlight       when a small message shares the write of its envelope; the pool decides AUTO per connection,
 *                        and without a pool AUTO means NEVER
 * @param protocol        in LMTP each accepted recipient has a final reply of its own (RFC 2033, section 4.2)
 */
public record SendPolicy(boolean skipBad, boolean pipelining, boolean chunking, int chunkSize, boolean failUnsupported,
        OneFlight oneFlight, Protocol protocol) {

    /** The default chunk size, in octets. */
    public static final int DEFAULT_CHUNK_SIZE = 1024 * 1024;

    /** The smallest chunk, in octets. */
    public static final int MIN_CHUNK_SIZE = 1024;

    /** The largest chunk, in octets. */
    public static final int MAX_CHUNK_SIZE = 64 * 1024 * 1024;

    /** Uses every extension offered, and delivers to all recipients or none. */
    public static final SendPolicy DEFAULTS = new SendPolicy(false, true, true, DEFAULT_CHUNK_SIZE, false);

    public SendPolicy {
        if (chunkSize < MIN_CHUNK_SIZE || chunkSize > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("a chunk has 1024 octets to 64 MiB: " + chunkSize);
        }
    }

    /** A policy with {@code oneFlight} ALWAYS. */
    public SendPolicy(boolean skipBad, boolean pipelining, boolean chunking, int chunkSize, boolean failUnsupported) {
        this(skipBad, pipelining, chunking, chunkSize, failUnsupported, OneFlight.ALWAYS, Protocol.SMTP);
    }

    public SendPolicy withSkipBad(boolean skip) {
        return skip == skipBad
                ? this
                : new SendPolicy(skip, pipelining, chunking, chunkSize, failUnsupported, oneFlight, protocol);
    }

    /** The same with DATA in place of BDAT. */
    public SendPolicy withoutChunking() {
        return new SendPolicy(skipBad, pipelining, false, chunkSize, failUnsupported, oneFlight, protocol);
    }

    public SendPolicy withOneFlight(OneFlight when) {
        return when == oneFlight
                ? this
                : new SendPolicy(skipBad, pipelining, chunking, chunkSize, failUnsupported, when, protocol);
    }

    public SendPolicy withProtocol(Protocol spoken) {
        return spoken == protocol
                ? this : new SendPolicy(skipBad, pipelining, chunking, chunkSize, failUnsupported, oneFlight, spoken);
    }

    /** Whether each accepted recipient has a final reply of its own (RFC 2033, section 4.2). */
    boolean lmtp() {
        return protocol == Protocol.LMTP;
    }
}
