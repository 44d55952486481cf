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
import java.util.Iterator;
import java.util.Objects;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Creates a message source from a body that is a complete message. Streams are not copied. */
final class RawBody {

    private static final String READ = "CamelSmtpxStreamRead";

    private RawBody() {
    }

    /** Whether a body is a source as it is, so that nothing of it is read before it is sent. */
    static boolean isSource(Object body) {
        return body instanceof InputStream || body instanceof File || body instanceof Path
                || body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File;
    }

    static MessageSource of(Exchange exchange) throws InvalidPayloadException {
        Object body = unwrapped(exchange.getMessage().getBody());
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
        markRead(exchange);
        if (body instanceof InputStream in) {
            return MessageSource.of(in);
        }
        if (body == null) {
            throw new IllegalArgumentException("the body is null; with raw=true it must be a message");
        }
        return MessageSource.of(exchange.getMessage().getMandatoryBody(InputStream.class));
    }

    private static @Nullable Object unwrapped(@Nullable Object body) {
        if (body instanceof WrappedFile<?> wrapped) {
            return wrapped.getFile() instanceof File file ? file : wrapped.getBody();
        }
        return body;
    }

    /** Whether a body can be read only once: what an earlier attempt has read of it is gone. */
    static boolean isReadOnce(@Nullable Object given) {
        Object body = unwrapped(given);
        return !(body instanceof StreamCache) && (body instanceof AutoCloseable || body instanceof Iterator<?>);
    }

    /**
     * Refuses a stream that an earlier attempt has read: neither the rest of it nor nothing may go out as the message.
     */
    static void requireUnread(Exchange exchange) {
        Object body = unwrapped(exchange.getMessage().getBody());
        if (isReadOnce(body) && exchange.getProperty(READ) == body) {
            throw new IllegalArgumentException(
                    "the body is a stream that an earlier attempt has read; only stream caching lets it be sent again");
        }
    }

    /** From now on the body counts as read, if it can be read only once. */
    static void markRead(Exchange exchange) {
        Object body = unwrapped(exchange.getMessage().getBody());
        if (isReadOnce(body)) {
            exchange.setProperty(READ, body);
        }
    }

    /**
     * Adds what identifies the message: its octets, the attributes of a file, or the stream itself.
     *
     * @param given  the body
     * @param source what was made of it
     */
    static void describe(@Nullable Object given, MessageSource source, CamelContext context, ContentFingerprint.Builder to)
            throws IOException {
        Object body = unwrapped(given);
        if (body instanceof StreamCache || isReadOnce(body)) {
            to.addInstance(Objects.requireNonNull(body));
        } else if (source.repeatable()) {
            to.add(source);
        } else {
            to.add(MessageSource.of(
                    () -> Objects.requireNonNull(context.getTypeConverter().tryConvertTo(InputStream.class, body)), -1));
        }
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
