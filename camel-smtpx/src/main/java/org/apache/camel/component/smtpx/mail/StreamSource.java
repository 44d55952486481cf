/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message read from a stream: once, or as often as an {@link MessageSource.Opener} gives a new stream.
 */
public final class StreamSource implements MessageSource {

    private final Opener opener;
    private final long size;
    private final boolean repeatable;
    private final boolean immediate;
    private final AtomicBoolean opened = new AtomicBoolean();

    private StreamSource(Opener opener, long size, boolean repeatable, boolean immediate) {
        this.immediate = immediate;
        this.opener = opener;
        this.size = size;
        this.repeatable = repeatable;
    }

    static StreamSource once(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new StreamSource(() -> stream, -1, false, stream.getClass() == ByteArrayInputStream.class);
    }

    static StreamSource repeatable(Opener opener, long size) {
        Objects.requireNonNull(opener, "opener");
        if (size < -1) {
            throw new IllegalArgumentException("size of a message: " + size);
        }
        return new StreamSource(opener, size, true, false);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public InputStream open() throws IOException {
        if (opened.getAndSet(true) && !repeatable) {
            throw new IOException("The message was read before and its stream can be read only once");
        }
        InputStream stream = opener.open();
        return immediate ? stream : new SteadyStream(stream);
    }

    /** Closes the stream of a source that can be read once and has not been opened. May block. */
    public void closeUnopened() throws IOException {
        if (!repeatable && !opened.getAndSet(true)) {
            opener.open().close();
        }
    }

    /** Whether its octets are in memory, so that reading never blocks. */
    public boolean isImmediate() {
        return immediate;
    }

    @Override
    public String toString() {
        return "StreamSource[size=" + size + ", repeatable=" + repeatable + "]";
    }
}
