/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Message-ID and date of a message. Each composed message gets new ones; a redelivery of the same message keeps those
 * of the first attempt, so that a receiver can recognize a duplicate.
 */
public record MessageIdentity(String messageId, Instant date) {
    /** As Jakarta Mail writes it, with the name of the zone in a comment. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z (z)", Locale.US);
    private static final long SALT = UUID.randomUUID().getMostSignificantBits();
    private static final AtomicLong COUNT = new AtomicLong(UUID.randomUUID().getLeastSignificantBits());

    /** A new identity in a domain, of this moment. */
    static MessageIdentity in(String domain) {
        return new MessageIdentity(newMessageId(domain), Instant.now());
    }

    String formattedDate() {
        return DATE.format(date.atZone(ZoneId.systemDefault()));
    }

    /** Time, and a number that is unique in this JVM and does not reveal the number of earlier messages. */
    private static String newMessageId(String domain) {
        String time = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        String number = Long.toHexString(mix(COUNT.getAndIncrement() ^ SALT));
        return "<" + time + "." + number + "@" + domain + ">";
    }

    /** A bijection of 64 bits (SplitMix64). */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
