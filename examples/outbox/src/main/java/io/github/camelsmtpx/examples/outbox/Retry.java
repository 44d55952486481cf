/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The decision of a person, made for all of them at once: mails of unknown outcome go to the outbox once more, on
 * purpose. Somebody may get one twice.
 */
public final class Retry {

    private Retry() {
    }

    /** {@code BROKERS} */
    public static void main(String... words) throws Exception {
        Topics topics = new Topics(words[0]);
        Map<String, Letter> latest = new LinkedHashMap<>();
        topics.letters(Letter.REVIEW).stream().filter(Letter::isUnknown).forEach(letter -> latest.put(letter.id(), letter));
        List<Letter> again = latest.values().stream().map(Letter::again).toList();
        topics.write(Letter.MAILS, again);
        System.out.println(again.size() + " mails of unknown outcome are sent once more, on purpose");
    }
}
