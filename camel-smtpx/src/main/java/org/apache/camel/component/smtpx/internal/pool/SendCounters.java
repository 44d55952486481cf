/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages and recipients of a client or an endpoint by fate. Thread-safe.
 */
public final class SendCounters {

    /**
     * The latest error.
     *
     * @param when time of the error
     * @param what description: printable, at most 300 characters, without secrets
     */
    public record LastError(Instant when, String what) {
    }

    private static final int MAX_ERROR_LENGTH = 300;

    private final LongAdder messages = new LongAdder();
    private final Map<Fate, LongAdder> recipients = new EnumMap<>(Fate.class);
    private volatile @Nullable LastError lastError;

    public SendCounters() {
        for (Fate fate : Fate.values()) {
            recipients.put(fate, new LongAdder());
        }
    }

    /** Counts a completed send. */
    public void count(Outcome outcome) {
        messages.increment();
        count(outcome.results());
        Failure failure = outcome.failure();
        Reply reply = outcome.reply();
        if (failure != null) {
            error(failure.text());
        } else if (!(outcome instanceof Outcome.Delivered) && reply != null) {
            error(outcome.stage() + ": " + reply);
        } else if (!outcome.via().tried().isEmpty()) {
            error("sent by " + outcome.via().server() + " instead: " + String.join("; ", outcome.via().tried()));
        }
    }

    /** Adds up runs of recipients with one fate, which is cheaper than counting each. */
    private void count(List<RecipientResult> results) {
        Fate fate = results.get(0).fate();
        int count = 0;
        for (int i = 0; i < results.size(); i++) {
            Fate next = results.get(i).fate();
            if (next != fate) {
                adder(fate).add(count);
                fate = next;
                count = 0;
            }
            count++;
        }
        adder(fate).add(count);
    }

    private void error(String what) {
        lastError = new LastError(Instant.now(), Printable.line(what, MAX_ERROR_LENGTH));
    }

    private LongAdder adder(Fate fate) {
        LongAdder adder = recipients.get(fate);
        if (adder == null) {
            throw new IllegalStateException("every fate is counted");
        }
        return adder;
    }

    /** Begins anew. Sends that end meanwhile may be counted or not. */
    public void reset() {
        messages.reset();
        recipients.values().forEach(LongAdder::reset);
        lastError = null;
    }

    /** Completed sends. */
    public long messages() {
        return messages.sum();
    }

    /** Recipients with this fate. */
    public long recipients(Fate fate) {
        return adder(fate).sum();
    }

    /**
     * The latest failure of a connection or a server of the list, or reply that rejected a whole message; null for
     * none.
     */
    public @Nullable LastError lastError() {
        return lastError;
    }
}
