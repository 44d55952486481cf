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
 * What was sent so far, by a client or an endpoint. Counting is cheap and may happen on any thread; the numbers are
 * read at any time.
 */
public final class SendCounters {

    /**
     * Something that went wrong last.
     *
     * @param when when
     * @param what what, printable and capped, without secrets
     */
    public record LastError(Instant when, String what) {
    }

    private static final int MAX_ERROR = 300;

    private final LongAdder messages = new LongAdder();
    private final Map<Fate, LongAdder> recipients = new EnumMap<>(Fate.class);
    private volatile @Nullable LastError lastError;

    public SendCounters() {
        for (Fate fate : Fate.values()) {
            recipients.put(fate, new LongAdder());
        }
    }

    /** A send is over. */
    public void count(Outcome outcome) {
        messages.increment();
        count(outcome.results());
        Failure failure = outcome.failure();
        Reply reply = outcome.reply();
        if (failure != null) {
            error(failure.text());
        } else if (!(outcome instanceof Outcome.Delivered) && reply != null) {
            error(outcome.stage() + ": " + reply);
        }
    }

    /** Recipients of one fate stand together more often than not. */
    private void count(List<RecipientResult> results) {
        Fate fate = results.get(0).fate();
        int alike = 0;
        for (int i = 0; i < results.size(); i++) {
            Fate next = results.get(i).fate();
            if (next != fate) {
                adder(fate).add(alike);
                fate = next;
                alike = 0;
            }
            alike++;
        }
        adder(fate).add(alike);
    }

    private void error(String what) {
        lastError = new LastError(Instant.now(), Printable.line(what, MAX_ERROR));
    }

    private LongAdder adder(Fate fate) {
        LongAdder adder = recipients.get(fate);
        if (adder == null) {
            throw new IllegalStateException("every fate is counted");
        }
        return adder;
    }

    /** Messages whose outcome is known. */
    public long messages() {
        return messages.sum();
    }

    /** Recipients that met a fate. */
    public long recipients(Fate fate) {
        return adder(fate).sum();
    }

    /** What went wrong last: a connection, or a refusal of a whole message. */
    public @Nullable LastError lastError() {
        return lastError;
    }
}
