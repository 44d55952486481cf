/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.transcript.Script.ClientLine;
import org.apache.camel.component.smtpx.transcript.Script.Directive;
import org.apache.camel.component.smtpx.transcript.Script.ServerLine;
import org.apache.camel.component.smtpx.transcript.Script.Step;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays a script against a real connection in memory. Plays once; everything is checked on the way but the results,
 * which {@link #checkResults} does.
 */
final class MemoryPlayer {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Script script;
    private final Arrival arrival;
    private final MemoryConnection connection;
    private final List<@Nullable List<RecipientResult>> results = new ArrayList<>();
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private int position;
    private int linesGiven;
    private int given;
    private boolean ready;
    private HandshakeDialogue.@Nullable Result refused;

    MemoryPlayer(Script script, Arrival arrival) {
        this.script = script;
        this.arrival = arrival;
        this.connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25));
    }

    /** Plays the whole script. */
    MemoryPlayer play() {
        begin();
        script.steps().forEach(this::step);
        flush();
        checkSent("the end");
        if (!script.uses("close", "reset", "closed", "stall")) {
            assertThat(connection.isOpen()).as("the connection is kept%n%s", context()).isTrue();
            assertThat(connection.closed()).as("the connection is kept%n%s", context()).isNull();
        }
        return this;
    }

    /** Plays until so many server lines have been given, and closes the connection. */
    MemoryPlayer playUntil(int lines) {
        begin();
        for (Step step : script.steps()) {
            if (step instanceof ServerLine && linesGiven == lines) {
                break;
            }
            step(step);
        }
        flush();
        connection.finish();
        return this;
    }

    private void begin() {
        connection.submit(new HandshakeDialogue(script.options().terms(), result -> {
            ready = result.failure() == null;
            refused = ready ? null : result;
            for (int mail = 0; mail < given; mail++) {
                submit(mail);
            }
        }));
        send();
    }

    private void send() {
        results.add(null);
        if (ready || refused != null) {
            submit(given);
        }
        given++;
    }

    private void submit(int index) {
        Mail mail = script.mails().get(index);
        HandshakeDialogue.Result why = refused;
        if (why != null) {
            List<Recipient> recipients = mail.envelope().recipients();
            over(index, recipients.stream()
                    .map(recipient -> RecipientResult.failed(recipient, why.stage(), why.failure().text())).toList());
        } else {
            connection.submit(new TransactionDialogue(
                    mail.envelope(), mail.content(), script.options().policy(), report -> over(index, report.results())));
        }
    }

    private void over(int mail, List<RecipientResult> result) {
        assertThat(results.get(mail)).as("a mail is over once").isNull();
        results.set(mail, result);
    }

    private void step(Step step) {
        if (step instanceof ServerLine server) {
            if (batch.size() == 0) {
                checkSent("line " + step.line());
            }
            batch.writeBytes(server.octets());
            linesGiven++;
            return;
        }
        flush();
        if (step instanceof ClientLine client) {
            expected.writeBytes(client.octets());
        } else if (step instanceof Directive directive) {
            checkSent("line " + step.line());
            obey(directive);
        }
    }

    private void obey(Directive directive) {
        switch (directive.word()) {
            case "send" -> send();
            case "starttls" -> connection.secure(TestTls.server());
            case "close" -> connection.finish();
            case "reset" -> connection.reset();
            case "deaf" -> connection.stopTaking();
            case "full" -> connection.fill();
            case "after" -> {
                connection.pass(directive.duration());
                assertThat(connection.isOpen()).as("open after %s%n%s", directive.argument(), context()).isTrue();
            }
            case "stall" -> {
                connection.pass(directive.duration().minus(MOMENT));
                assertThat(connection.isOpen()).as("open before %s%n%s", directive.argument(), context()).isTrue();
                connection.pass(MOMENT);
                assertClosed(directive);
            }
            case "closed" -> assertClosed(directive);
            default -> throw new IllegalStateException("not in memory: " + directive.word());
        }
    }

    private void assertClosed(Directive directive) {
        checkSent("line " + directive.line());
        assertThat(connection.isOpen()).as("closed at line %s%n%s", directive.line(), context()).isFalse();
    }

    /** The server's lines arrive. */
    private void flush() {
        byte[] octets = batch.toByteArray();
        batch.reset();
        if (octets.length > 0) {
            List<byte[]> pieces = arrival.pieces(octets, position);
            position += octets.length;
            pieces.forEach(connection::receive);
        }
    }

    private void checkSent(String when) {
        byte[] sent = connection.sent();
        if (!Arrays.equals(sent, expected.toByteArray())) {
            assertThat(Octets.show(sent)).as("what the client has sent at %s%n%s", when, context())
                    .isEqualTo(Octets.show(expected.toByteArray()));
        }
    }

    /** Whether every mail ended as the script says. */
    void checkResults() {
        for (int i = 0; i < script.mails().size(); i++) {
            script.mails().get(i).check(result(i), context());
        }
    }

    /** How a mail ended; null when it has not, or has not begun. */
    @Nullable
    List<RecipientResult> result(int mail) {
        return mail < results.size() ? results.get(mail) : null;
    }

    /** Whether a mail has been given to the client. */
    boolean begun(int mail) {
        return mail < given;
    }

    MemoryConnection connection() {
        return connection;
    }

    String context() {
        return script.name() + "\n" + String.join("\n", connection.log());
    }
}
