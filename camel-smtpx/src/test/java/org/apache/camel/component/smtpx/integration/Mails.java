/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.awaitility.Awaitility.await;

/** The mails that arrived somewhere, by recipient. */
final class Mails {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, List<RecordedMail>> byRecipient = new ConcurrentHashMap<>();

    void add(RecordedMail mail) {
        mail.recipients().forEach(to -> byRecipient.computeIfAbsent(to, any -> new CopyOnWriteArrayList<>()).add(mail));
    }

    /** What has arrived for a recipient so far. */
    List<RecordedMail> to(String recipient) {
        return byRecipient.getOrDefault(recipient, List.of());
    }

    /** The mail for a recipient, waited for. */
    RecordedMail arrived(String recipient) {
        await("mail to " + recipient).atMost(PATIENCE).until(() -> !to(recipient).isEmpty());
        List<RecordedMail> mails = to(recipient);
        if (mails.size() > 1) {
            throw new AssertionError(mails.size() + " copies to " + recipient);
        }
        return mails.get(0);
    }

    /** Frees what was kept; the tests after this one ask for other recipients. */
    void clear() {
        byRecipient.clear();
    }
}
