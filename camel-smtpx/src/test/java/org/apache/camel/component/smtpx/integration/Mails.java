/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The mails that arrived somewhere, by recipient. */
final class Mails {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, List<RecordedMail>> byRecipient = new HashMap<>();

    synchronized void add(RecordedMail mail) {
        mail.recipients().forEach(to -> byRecipient.computeIfAbsent(to, any -> new ArrayList<>()).add(mail));
        notifyAll();
    }

    /** What has arrived for a recipient so far. */
    synchronized List<RecordedMail> to(String recipient) {
        return List.copyOf(byRecipient.getOrDefault(recipient, List.of()));
    }

    /** The mail for a recipient, waited for; there must not be more than one. */
    RecordedMail arrived(String recipient) {
        List<RecordedMail> mails = atLeastOne(recipient);
        if (mails.size() > 1) {
            throw new AssertionError(mails.size() + " copies for " + recipient);
        }
        return mails.get(0);
    }

    /** What arrived for a recipient, waited for. */
    synchronized List<RecordedMail> atLeastOne(String recipient) {
        long due = System.nanoTime() + PATIENCE;
        while (to(recipient).isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("nothing arrived for " + recipient);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return to(recipient);
    }

    /** Frees what was kept; the tests after this one ask for other recipients. */
    synchronized void clear() {
        byRecipient.clear();
    }
}
