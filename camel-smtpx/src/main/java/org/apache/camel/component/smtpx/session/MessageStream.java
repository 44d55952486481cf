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
 * A message of a session as a stream. It is sent when {@link #finish()} is called; a stream that is closed before gives
 * the message up and closes the connection, so that an exception on the way never delivers half of it.
 */
public final class MessageStream extends OutputStream {

    private final MailSession session;
    private final byte[] buffer = new byte[8192];
    private int length;
    private @Nullable Reply verdict;

    MessageStream(MailSession session) {
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

    /** The message is whole: sends its end, and returns the server's verdict. A second call returns the same. */
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

    /** Gives the message up unless it was finished. */
    @Override
    public void close() {
        if (verdict == null) {
            session.abandonMessage();
        }
    }
}
