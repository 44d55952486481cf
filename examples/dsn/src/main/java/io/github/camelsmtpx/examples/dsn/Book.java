/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.dsn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who was sent what, and what was heard of it since. For many threads. */
final class Book {

    /** A mail to a recipient: the envelope id, and the recipient as the sender knows him. */
    record Mail(String envelopeId, String recipient) {
    }

    /** What became of a mail when it was sent, and what notifications said later, in order. */
    record Entry(String outcome, List<String> heard) {
    }

    private final Map<Mail, Entry> entries = new LinkedHashMap<>();
    private final List<Notification> early = new ArrayList<>();

    synchronized void sent(Mail mail, String outcome) {
        entries.put(mail, new Entry(outcome, new ArrayList<>()));
        // A server may be quicker with its notification than we with our book.
        List.copyOf(early).stream().filter(notification -> notification.mail().equals(mail)).forEach(notification -> {
            early.remove(notification);
            heard(notification);
        });
        notifyAll();
    }

    synchronized void heard(Notification notification) {
        Entry entry = entries.get(notification.mail());
        if (entry == null) {
            early.add(notification);
        } else {
            entry.heard().add(notification.action() + " " + notification.status());
        }
        notifyAll();
    }

    /** Waits until so many notifications have found their mail, or the time is over. */
    synchronized void await(int notifications, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (entries.values().stream().mapToInt(entry -> entry.heard().size()).sum() < notifications) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    synchronized Map<Mail, Entry> entries() {
        return new LinkedHashMap<>(entries);
    }

    /** Those that belong to no mail of ours. */
    synchronized List<Notification> strays() {
        return List.copyOf(early);
    }
}
