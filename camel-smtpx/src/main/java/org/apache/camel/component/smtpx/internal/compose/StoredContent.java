/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.activation.URLDataSource;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.CamelFileDataSource;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files and attachments, read once from wherever they come, so that they have a size and can be read again.
 * The content of a source that may be readable only once is kept until the exchange is done: a redelivery finds it
 * here.
 */
final class StoredContent {

    private static final String PROPERTY = "CamelSmtpxStoredContent";
    /** What a handler of an object, such as a text, has instead of a source. */
    private static final Class<?> SOURCE_OF_OBJECT = new DataHandler("", "text/plain").getDataSource().getClass();

    private final String exchangeId;
    private final IdentityHashMap<Object, SpooledOctets> kept = new IdentityHashMap<>();
    private final IdentityHashMap<InputStream, Boolean> read = new IdentityHashMap<>();

    private StoredContent(String exchangeId) {
        this.exchangeId = exchangeId;
    }

    /**
     * Reads a content. A large file is not copied: it is read when the message is sent, and must stay what it is.
     *
     * @param exchange the exchange whose completion removes what was stored
     */
    static MessageSource of(DataHandler content, Exchange exchange) throws IOException {
        DataSource source = content.getDataSource();
        Class<?> kind = source.getClass();
        if (kind == FileDataSource.class || kind == CamelFileDataSource.class) {
            return of(((FileDataSource) source).getFile().toPath(), exchange);
        }
        if (kind == ByteArrayDataSource.class || kind == URLDataSource.class || kind == SOURCE_OF_OBJECT) {
            return SpooledOctets.of(exchange, content::writeTo).source();
        }
        return store(exchange).keep(source, source::getInputStream, exchange);
    }

    /** The object of a handler that was made of one; null if it was made of a source. */
    static @Nullable Object object(DataHandler content) throws IOException {
        return content.getDataSource().getClass() == SOURCE_OF_OBJECT ? content.getContent() : null;
    }

    /** The content of a file. */
    static MessageSource of(Path file, Exchange exchange) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > SpoolStream.MAX_IN_MEMORY
                ? MessageSource.of(file)
                : SpooledOctets.of(exchange, out -> Files.copy(file, out)).source();
    }

    private synchronized MessageSource keep(Object key, MessageSource.Opener opener, Exchange exchange) throws IOException {
        SpooledOctets before = kept.get(key);
        if (before != null) {
            return before.source();
        }
        try (InputStream in = opener.open()) {
            if (read.put(in, true) != null) {
                throw new IOException("a stream that was read before and can be read only once: " + key.getClass().getName());
            }
            SpooledOctets octets = SpooledOctets.of(exchange, in::transferTo);
            kept.put(key, octets);
            return octets.source();
        }
    }

    /**
     * A copy of an exchange has a store of its own, since a file goes with the exchange that made it. What was read is
     * known there too: the rest of a stream is not sent for the whole.
     */
    private static synchronized StoredContent store(Exchange exchange) {
        StoredContent given = exchange.getProperty(PROPERTY, StoredContent.class);
        if (given != null && given.exchangeId.equals(exchange.getExchangeId())) {
            return given;
        }
        StoredContent store = new StoredContent(exchange.getExchangeId());
        if (given != null) {
            given.copyTo(store);
        }
        exchange.setProperty(PROPERTY, store);
        return store;
    }

    private synchronized void copyTo(StoredContent other) {
        other.read.putAll(read);
        kept.forEach((key, octets) -> {
            if (octets.isInMemory()) {
                other.kept.put(key, octets);
            }
        });
    }
}
