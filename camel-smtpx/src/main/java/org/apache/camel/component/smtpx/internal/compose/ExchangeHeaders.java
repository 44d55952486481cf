/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an exchange, found without regard to case whatever map the context uses. Only values that are texts,
 * or plainly stand for one, are taken; any other object is refused instead of being sent as its toString.
 */
record ExchangeHeaders(Map<String, Object> headers) {
    private static final Set<String> SINGLE = Set.of("date", "from", "sender", "message-id", "in-reply-to", "references",
            "subject", "content-type", "importance", "priority", "x-priority", "sensitivity", "precedence", "auto-submitted",
            "organization", "disposition-notification-to", "list-id", "list-help", "list-subscribe", "list-unsubscribe",
            "list-unsubscribe-post", "list-post", "list-owner", "list-archive");

    static ExchangeHeaders of(Exchange exchange) {
        return new ExchangeHeaders(exchange.getMessage().getHeaders());
    }

    /** The texts of a header that holds addresses: strings, {@link Mailbox mailboxes} and lists of them. */
    List<String> addresses(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : values(name)) {
            for (Object element : elements(value)) {
                if (!(element instanceof String || element instanceof Mailbox)) {
                    throw new IllegalArgumentException(
                            "The header " + name + " must be a String, a Mailbox or a list of them, not "
                                                       + typeOf(element));
                }
                texts.add(element instanceof String text ? Folding.trim(text) : String.valueOf(element));
                if (isSingle(name)) {
                    return texts;
                }
            }
        }
        return texts;
    }

    /** The value of a header field in one line, or null: unfolded, the first one of a field that is there twice. */
    @Nullable
    String field(String name) {
        Object value = value(name);
        List<String> texts = value == null ? List.of() : texts(name, value);
        return texts.isEmpty() ? null : texts.get(0);
    }

    /** The one text of a header, or null if there is none. */
    @Nullable
    String text(String name) {
        List<Object> values = values(name);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException("The header " + name + " is there more than once");
        }
        return text(name, values.get(0));
    }

    /** The value of a header as it is, or null. */
    @Nullable
    Object value(String name) {
        List<Object> values = values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * The unfolded texts of a value: one, or one for each element of a list. Of a field that a message has once (RFC
     * 5322, section 3.6) the first element counts: camel-mail's consumer makes a list of a field that was there twice.
     */
    static List<String> texts(String name, Object value) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements(value)) {
            texts.add(Folding.unfold(text(name, element)));
            if (isSingle(name)) {
                break;
            }
        }
        return texts;
    }

    private static boolean isSingle(String name) {
        return SINGLE.contains(name.toLowerCase(Locale.ROOT));
    }

    private List<Object> values(String name) {
        List<Object> values = new ArrayList<>();
        headers.forEach((key, value) -> {
            if (key.equalsIgnoreCase(name) && value != null) {
                values.add(value);
            }
        });
        return values;
    }

    private static List<Object> elements(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        List<Object> elements = new ArrayList<>();
        if (value instanceof Iterable<?> iterable && !(value instanceof Path)) {
            iterable.forEach(elements::add);
        } else {
            elements.add(value);
        }
        return elements;
    }

    private static String text(String name, @Nullable Object value) {
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean || value instanceof Enum<?>
                || value instanceof Character || value instanceof UUID || value instanceof URI) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "The header " + name + " must be a text, not "
                                           + typeOf(value));
    }

    private static String typeOf(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }
}
