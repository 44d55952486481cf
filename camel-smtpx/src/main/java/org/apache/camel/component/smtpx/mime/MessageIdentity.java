/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.Exchange;

/**
 * Message-ID and date of a message. They are made once and kept in an exchange property, one for each composer, so that
 * a redelivery sends the same message again and not another one: a receiver can then tell a duplicate.
 */
record MessageIdentity(String messageId, Instant date) {
    private static final String PROPERTY = "CamelSmtpxMessageIdentities";
    private static final long SALT = UUID.randomUUID().getMostSignificantBits();
    private static final AtomicLong COUNT = new AtomicLong(UUID.randomUUID().getLeastSignificantBits());

    /** The identity this composer gave before Camel redelivered the exchange, else a new one in the domain. */
    static MessageIdentity of(Exchange exchange, MessageComposer composer, String domain) {
        Map<MessageComposer, MessageIdentity> known = known(exchange);
        MessageIdentity before = known.get(composer);
        // Without a redelivery the same composer makes another message: a loop, or a step further in the route
        if (before != null && Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED, Boolean.class))) {
            return before;
        }
        MessageIdentity made = new MessageIdentity(newMessageId(domain), Instant.now());
        // A new map: copies of an exchange share their property values
        Map<MessageComposer, MessageIdentity> next = new HashMap<>(known);
        next.put(composer, made);
        exchange.setProperty(PROPERTY, Map.copyOf(next));
        return made;
    }

    @SuppressWarnings("unchecked")
    private static Map<MessageComposer, MessageIdentity> known(Exchange exchange) {
        Map<MessageComposer, MessageIdentity> known = exchange.getProperty(PROPERTY, Map.class);
        return known == null ? Map.of() : known;
    }

    /** Time, and a number that is unique in this JVM and tells nothing of how many came before. */
    private static String newMessageId(String domain) {
        String time = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        String number = Long.toUnsignedString(mix(COUNT.getAndIncrement() ^ SALT), Character.MAX_RADIX);
        return "<" + time + "." + number + "@" + domain + ">";
    }

    /** A bijection of 64 bits (SplitMix64). */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
