/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.support.ExchangeHelper;

/** Makes a message source of a body that is a whole message. Streams are not copied. */
final class RawBody {

    private static final String READ = "CamelSmtpxStreamRead";

    private RawBody() {
    }

    static MessageSource of(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile() instanceof File file ? file : wrapped.getBody();
        }
        if (body instanceof byte[] octets) {
            return MessageSource.of(octets);
        }
        if (body instanceof String text) {
            return MessageSource.of(text.getBytes(charset(exchange)));
        }
        if (body instanceof File file) {
            return MessageSource.of(file.toPath());
        }
        if (body instanceof Path file) {
            return MessageSource.of(file);
        }
        if (body instanceof StreamCache cache && body instanceof InputStream in) {
            return MessageSource.of(() -> rewound(cache, in), cache.length() > 0 ? cache.length() : -1);
        }
        if (body instanceof InputStream in) {
            return once(exchange, in);
        }
        if (body == null) {
            throw new IllegalArgumentException("the body is null; with raw=true it must be a message");
        }
        return MessageSource.of(exchange.getMessage().getMandatoryBody(InputStream.class));
    }

    /** What an earlier attempt has read of it is gone: neither the rest nor nothing may go out as the message. */
    private static MessageSource once(Exchange exchange, InputStream in) {
        if (exchange.getProperty(READ) == in) {
            throw new IllegalArgumentException(
                    "the body is a stream that an earlier attempt has read; only stream caching lets it be sent again");
        }
        exchange.setProperty(READ, in);
        return MessageSource.of(in);
    }

    /** From the start, so that a redelivery sends the whole message; the cache is not ours to close. */
    private static InputStream rewound(StreamCache cache, InputStream in) {
        cache.reset();
        return new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                cache.reset();
            }
        };
    }

    private static Charset charset(Exchange exchange) {
        return Charset.forName(ExchangeHelper.getCharsetName(exchange, true));
    }
}
