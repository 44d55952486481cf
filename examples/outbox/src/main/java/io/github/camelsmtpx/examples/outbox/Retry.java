/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The decision of a person to send all mails of unknown outcome once more. Some of them may arrive twice. Mails whose
 * outcome has become known, and those of an earlier retry, are left out.
 */
public final class Retry {

    private Retry() {
    }

    /** {@code BROKERS} */
    public static void main(String... words) throws Exception {
        SentLog.Facts facts = new SentLog.Facts();
        SentLog.read(words[0], SentLog.TOPIC).forEach(fact -> facts.add(fact.key()));
        Map<String, Letter> unknown = new LinkedHashMap<>();
        SentLog.read(words[0], Outbox.REVIEW).stream().map(record -> Letter.parse(record.value()))
                .filter(letter -> letter.why().startsWith(Letter.UNKNOWN))
                .filter(letter -> facts.claim(letter.id(), letter.attempt(), "") == SentLog.Claim.LOST)
                .forEach(letter -> unknown.put(letter.id(), letter));
        List<Letter> again = unknown.values().stream().map(letter -> letter.next("")).toList();
        Letter.write(words[0], Outbox.LATER, again);
        try (SentLog sent = SentLog.open(words[0], error -> System.exit(1))) {
            for (Letter letter : unknown.values()) {
                sent.next(letter.id(), letter.attempt());
            }
        }
        System.out.println(again.size() + " mails of unknown outcome are sent once more, on purpose");
    }
}
