/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A message of a session as a stream. {@link #finish()} sends its end. Closing the stream before that aborts the
 * message and closes the connection, so that an exception never leads to the delivery of a part. To be used by one
 * thread at a time; writing blocks until the connection has accepted the octets.
 */
public final class MessageStream extends OutputStream {

    private final SmtpSession session;
    private final byte[] buffer = new byte[8192];
    private int length;
    private @Nullable Reply verdict;

    MessageStream(SmtpSession session) {
        this.session = session;
    }

    @Override
    public void write(int octet) throws IOException {
        if (length == buffer.length) {
            flush();
        }
        buffer[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, octets.length);
        if (count > buffer.length - length) {
            flush();
            session.datasend(Arrays.copyOfRange(octets, offset, offset + count));
        } else {
            System.arraycopy(octets, offset, buffer, length, count);
            length += count;
        }
    }

    @Override
    public void flush() throws IOException {
        if (length > 0) {
            byte[] octets = Arrays.copyOf(buffer, length);
            length = 0;
            session.datasend(octets);
        }
    }

    /**
     * Sends the end of the message and returns the final reply. A second call returns the same.
     *
     * @throws SmtpReplyException if the server rejects the message
     */
    public Reply finish() throws IOException {
        Reply known = verdict;
        if (known != null) {
            return known;
        }
        flush();
        Reply reply = session.dataend();
        verdict = reply;
        return reply;
    }

    /** Aborts the message unless it was finished. */
    @Override
    public void close() {
        if (verdict == null) {
            session.abandonMessage();
        }
    }
}
