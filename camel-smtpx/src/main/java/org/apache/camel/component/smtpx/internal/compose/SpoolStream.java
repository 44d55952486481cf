/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import org.apache.camel.spi.StreamCachingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps octets on the heap up to a limit and in a file beyond it. Camel's own CachedOutputStream does so only in a
 * context that has spooling switched on, and counts in an int. Closed without {@link #finish}, it removes its file.
 */
final class SpoolStream extends OutputStream {
    /** Octets that stay on the heap. */
    static final int MAX_IN_MEMORY = 256 * 1024;

    private final StreamCachingStrategy strategy;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(8 * 1024);
    private @Nullable SpoolFile file;
    private @Nullable OutputStream fileStream;
    private long size;
    private boolean finished;

    SpoolStream(StreamCachingStrategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public void write(int octet) throws IOException {
        stream(1).write(octet);
        size++;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        stream(length).write(octets, offset, length);
        size += length;
    }

    /** The octets written; nothing may be written afterwards. */
    SpooledOctets finish() throws IOException {
        if (fileStream != null) {
            fileStream.close();
        }
        finished = true;
        return file == null ? new SpooledOctets(memory.toByteArray(), null, size) : new SpooledOctets(null, file, size);
    }

    @Override
    public void close() throws IOException {
        if (!finished && file != null) {
            try {
                if (fileStream != null) {
                    fileStream.close();
                }
            } finally {
                file.delete();
            }
        }
    }

    private OutputStream stream(int more) throws IOException {
        if (fileStream != null) {
            return fileStream;
        }
        if (size + more <= MAX_IN_MEMORY) {
            return memory;
        }
        file = SpoolFile.create(strategy);
        fileStream = file.write();
        memory.writeTo(fileStream);
        memory.reset();
        return fileStream;
    }
}
