/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionReport;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.MemoryRig;
import org.apache.camel.component.smtpx.internal.transport.TlsSettings;
import org.apache.camel.component.smtpx.internal.transport.blocking.MemoryBlockingConnection;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.transcript.TestTls;
import org.jspecify.annotations.Nullable;

/** One random conversation between a connection and a {@link ReferenceServer}. Plays once. */
final class Conversation {

    static final Timeouts DEADLINES = Timeouts.DEFAULTS.with(TimeoutKind.MAIL, Duration.ofSeconds(11))
            .with(TimeoutKind.RCPT, Duration.ofSeconds(12)).with(TimeoutKind.DATA, Duration.ofSeconds(13))
            .with(TimeoutKind.BLOCK, Duration.ofSeconds(14)).with(TimeoutKind.FINAL, Duration.ofSeconds(20));

    private static final TlsSettings NO_TLS = new TlsSettings(() -> {
        throw new IllegalStateException("no TLS in memory");
    }, "mx.example.org", 25, true);
    private static final int[] ROOMS = { 1, 5, 40, 300, 20_000 };
    private static final int MOST_STEPS = 20_000;

    private final Random random;
    private final Plan plan;
    private final ReferenceServer server;
    private final MemoryRig rig;
    private final boolean blocking;
    private final @Nullable TransactionReport[] reports;
    private int submitted;
    private boolean ready;
    private long nextSubmit = Long.MAX_VALUE;
    private boolean timedOut;
    private int steps;

    Conversation(long seed, boolean blocking, boolean tls, boolean logged) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 17);
        this.plan = Plan.of(random, tls);
        this.server = new ReferenceServer(random, plan, DEADLINES);
        this.blocking = blocking;
        this.rig = blocking
                ? new MemoryBlockingConnection(DEADLINES, NO_TLS, this::step, logged)
                : new MemoryConnection(DEADLINES, tls ? TestTls.client(25) : NO_TLS, logged);
        this.reports = new TransactionReport[plan.messages().size()];
    }

    /** Plays it; an {@link AssertionError} says what is not true. */
    void play() {
        if (plan.narrow()) {
            rig.take(0);
        }
        rig.submit(new HandshakeDialogue(terms(), result -> {
            ready = true;
            submitNext();
            while (plan.rest() < 0 && submitted < reports.length) {
                submitNext();
            }
        }));
        if (blocking) {
            while (submitted < reports.length) {
                server.read(rig.takeSent(), rig.nanoTime());
                rig.pass(Duration.ofNanos(plan.rest()));
                submitNext();
            }
        } else {
            while (!done()) {
                step();
            }
        }
        server.read(rig.takeSent(), rig.nanoTime());
        for (Plan.Message message : plan.messages()) {
            check(message);
        }
    }

    private HandshakeSettings terms() {
        return new HandshakeSettings(
                plan.policy().protocol(), "client.example.com", true, true, plan.tls() ? StartTls.REQUIRED : StartTls.NEVER,
                null,
                new Mechanisms(List.of(), false, null), "mx.example.org", IgnoredExtensions.NONE, null);
    }

    private boolean done() {
        for (TransactionReport report : reports) {
            if (report == null) {
                return false;
            }
        }
        return true;
    }

    private void submitNext() {
        Plan.Message message = plan.messages().get(submitted++);
        boolean timed = plan.rest() > 0 && !blocking && submitted < reports.length;
        nextSubmit = timed ? rig.nanoTime() + plan.rest() : Long.MAX_VALUE;
        rig.submit(new TransactionDialogue(
                message.envelope(), message.content(), plan.policy(), report -> onReport(message.number(), report)));
    }

    private void onReport(int number, TransactionReport report) {
        if (reports[number] != null) {
            throw new AssertionError("message " + number + " has ended twice");
        }
        reports[number] = report;
        if (plan.rest() == 0 && submitted < reports.length) {
            submitNext();
        }
    }

    /** One move: of the server, or of the clock. */
    private void step() {
        server.read(rig.takeSent(), rig.nanoTime());
        if (++steps > MOST_STEPS) {
            throw new AssertionError("the conversation does not end");
        }
        if (!rig.isOpen() && !blocking && ready) {
            checkEnd();
        }
        if (plan.narrow() && rig.isOpen() && !server.deaf() && rig.isBehind() && random.nextBoolean()) {
            rig.take(1 + random.nextInt(ROOMS[random.nextInt(ROOMS.length)]));
            return;
        }
        long wait = server.move(rig);
        if (wait > 0 && plan.narrow() && !server.deaf() && rig.isBehind()) {
            return;
        }
        if (wait > 0) {
            pass(wait);
        }
    }

    /** A connection ends for a reason while an answer is owed to a message that the server may have accepted. */
    private void checkEnd() {
        if (server.cut() || server.dirty() || server.deaf() || timedOut) {
            return;
        }
        for (int i = 0; i < reports.length; i++) {
            if (server.ledger(i).committed && !server.ledger(i).answered) {
                throw new AssertionError("the connection was abandoned without reason before the answer to message " + i);
            }
        }
    }

    private void pass(long wait) {
        long now = rig.nanoTime();
        long due = rig.isOpen() && !server.cut() ? server.due() : Long.MAX_VALUE;
        long until = wait == Long.MAX_VALUE ? Long.MAX_VALUE : now + wait;
        until = Math.min(until, nextSubmit);
        if (due < Long.MAX_VALUE && due <= until) {
            rig.pass(Duration.ofNanos(due - 1 - now));
            if (!rig.isOpen()) {
                throw new AssertionError("the deadline passed too early");
            }
            timedOut = true;
            rig.pass(Duration.ofNanos(1));
            // Over TLS the connection may wait for room for its last record; the outcomes are there.
            if (rig.isOpen() && !(plan.tls() && done())) {
                throw new AssertionError("the deadline has passed and the connection is open");
            }
        } else if (until == Long.MAX_VALUE && server.deaf() && rig.isOpen()) {
            // What the client waits for is that its octets are taken, which the server cannot see.
            rig.pass(DEADLINES.of(TimeoutKind.BLOCK));
        } else if (until == Long.MAX_VALUE) {
            throw new AssertionError("nothing more will happen");
        } else {
            rig.pass(Duration.ofNanos(until - now));
            if (until == nextSubmit) {
                submitNext();
            }
        }
    }

    private void check(Plan.Message message) {
        TransactionReport report = reports[message.number()];
        if (report == null) {
            throw new AssertionError(message + " has no outcome");
        }
        ReferenceServer.Ledger ledger = server.ledger(message.number());
        for (int i = 0; i < ledger.copies.length; i++) {
            RecipientResult result = report.results().get(i);
            Fate fate = result.fate();
            String wrong = switch (fate) {
                case DELIVERED -> ledger.copies[i] || server.misleading() ? null : "and the server has not accepted it";
                case REJECTED, FAILED -> ledger.copies[i] ? "and the server has accepted it" : null;
                case UNKNOWN -> !ledger.committed ? "and the message was not committed"
                        : ledger.answered || ledger.answeredFor[i] ? "and the server has answered" : null;
            };
            if (wrong != null) {
                throw new AssertionError("message " + message.number() + ": " + result + ", " + wrong);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(blocking ? "blocking, " : "event loop, ");
        text.append(plan.pipelining() ? "PIPELINING " : "").append(plan.chunking() ? "CHUNKING " : "")
                .append(plan.prdr() ? "PRDR " : "")
                .append(plan.narrow() ? "narrow " : "").append(plan.tls() ? "TLS " : "").append(plan.policy());
        text.append(", rest ").append(plan.rest()).append(", ").append(plan.messages()).append('\n').append(server)
                .append('\n');
        for (TransactionReport report : reports) {
            text.append(report == null ? "no outcome" : report.results() + " by " + report.plan()).append('\n');
        }
        rig.log().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
