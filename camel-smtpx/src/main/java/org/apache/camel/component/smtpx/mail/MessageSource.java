/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The octets of one message, as given: line ends of any kind, no dot stuffing. May be shared between threads.
 */
public interface MessageSource {

    /**
     * A message held in memory.
     *
     * @param octets not copied: they must not change until the message is sent
     */
    static MessageSource of(byte[] octets) {
        return new BytesSource(octets);
    }

    /**
     * A message in a file, of the size the file has now.
     *
     * @throws UncheckedIOException if the file cannot be found, or is not a regular file
     */
    static MessageSource of(Path file) {
        return FileSource.of(file);
    }

    /**
     * A message that can be read once, of unknown size.
     *
     * @param once closed by the reader of the message
     */
    static MessageSource of(InputStream once) {
        return StreamSource.once(once);
    }

    /**
     * A message that can be read again and again.
     *
     * @param  opener                   gives a new stream over the same octets at each call
     * @param  size                     the number of octets, -1 if unknown
     * @throws IllegalArgumentException if the size is less than -1
     */
    static MessageSource of(Opener opener, long size) {
        return StreamSource.repeatable(opener, size);
    }

    /** The number of octets as given (not as sent), or -1 if that is not known before they are read. */
    long size();

    /** Whether the message can be opened more than once. */
    boolean repeatable();

    /**
     * The octets from the first one on. The caller closes the stream. Reading it may block. That it holds as many
     * octets as {@link #size()} says is for the reader to check.
     *
     * @throws IOException if the source cannot be opened, or was opened before and is not {@linkplain #repeatable()
     *                     repeatable}
     */
    InputStream open() throws IOException;

    /** Gives a new stream over the octets of a message at each call. */
    @FunctionalInterface
    interface Opener {
        /** A new stream, before the first octet. The caller closes it. */
        InputStream open() throws IOException;
    }
}
