/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;

/** The last failed sends of a component, each with the last lines of its connection. Thread-safe. */
public final class FailedSendLog {

    private static final int MAX_TEXT = 300;

    /**
     * A send with a recipient that did not receive the message.
     *
     * @param when       when it completed
     * @param what       what happened, printable
     * @param transcript the last lines of the connection; those of other messages may be among them
     */
    record Failed(Instant when, String what, List<String> transcript) {
    }

    private final Deque<Failed> last = new ArrayDeque<>();
    private int limit = 10;

    public synchronized void limit(int most) {
        limit = Math.max(0, most);
        while (last.size() > limit) {
            last.removeFirst();
        }
    }

    /** Records an outcome if it failed. */
    public void add(Outcome outcome) {
        if (RecipientResult.all(outcome.results(), Fate.DELIVERED)) {
            return;
        }
        Failed failed = new Failed(Instant.now(), Printable.line(outcome.toString(), MAX_TEXT), outcome.via().transcript());
        synchronized (this) {
            last.addLast(failed);
            limit(limit);
        }
    }

    /** Each failed send in a line, with the lines of its connection behind it; the oldest first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Failed failed : all()) {
            lines.add(failed.when() + " " + failed.what());
            failed.transcript().forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    /** Oldest first. */
    synchronized List<Failed> all() {
        return List.copyOf(last);
    }
}
