/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a message or an attachment, to be read as often as needed: up to 256 KiB on the heap, more in a
 * temporary file. The file is in the spool directory of the context's stream caching if that spools, else in the JVM's
 * directory, readable by its owner alone; it goes at {@link #close} and at the latest when the exchange is done. Any
 * thread may open it.
 */
public final class SpooledOctets implements Closeable {
    /**
     * Fields that a transport of Jakarta Mail does not send either: hidden recipients, and a field of mbox files.
     */
    private static final String[] UNSENT = { "Bcc", "Content-Length" };

    private final byte @Nullable [] octets;
    private final @Nullable SpoolFile file;
    private final long size;

    SpooledOctets(byte @Nullable [] octets, @Nullable SpoolFile file, long size) {
        this.octets = octets;
        this.file = file;
        this.size = size;
    }

    /**
     * Any message, as it writes itself, but without a Bcc field: nothing is composed or encoded anew.
     *
     * @param  message     the message; saved first if it has unsaved changes
     * @param  exchange    the exchange whose completion removes the octets at the latest
     * @throws IOException if the message cannot be read or its octets cannot be kept
     */
    public static SpooledOctets of(MimeMessage message, Exchange exchange) throws IOException {
        return of(exchange, out -> {
            try {
                message.writeTo(out, UNSENT);
            } catch (MessagingException e) {
                throw new IOException("The message cannot be written: " + e.getMessage(), e);
            }
        });
    }

    /** Writes octets to a stream. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Whatever a writer writes.
     *
     * @param exchange the exchange whose completion removes the octets at the latest
     */
    public static SpooledOctets of(Exchange exchange, Writer writer) throws IOException {
        try (SpoolStream stream = new SpoolStream(exchange.getContext().getStreamCachingStrategy())) {
            writer.writeTo(stream);
            SpooledOctets spooled = stream.finish();
            if (!spooled.isInMemory()) {
                exchange.getExchangeExtension().addOnCompletion(new Removal(spooled));
            }
            return spooled;
        }
    }

    /** A source of these octets. */
    public MessageSource source() {
        return octets != null ? MessageSource.of(octets) : MessageSource.of(this::open, size);
    }

    /** How many octets there are. */
    public long size() {
        return size;
    }

    /** Whether the octets are on the heap. */
    public boolean isInMemory() {
        return octets != null;
    }

    /**
     * A new stream over the whole message.
     *
     * @throws IOException if the octets were removed
     */
    public InputStream open() throws IOException {
        if (octets != null) {
            return new ByteArrayInputStream(octets);
        }
        if (file == null) {
            throw new IOException("The message has no octets");
        }
        return file.open();
    }

    /** Removes the temporary file, if there is one; again and again does no harm. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.delete();
        }
    }

    private static final class Removal extends SynchronizationAdapter {
        private final SpooledOctets spooled;

        Removal(SpooledOctets spooled) {
            this.spooled = spooled;
        }

        @Override
        public void onDone(Exchange exchange) {
            try {
                spooled.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot remove a temporary file", e);
            }
        }
    }
}
