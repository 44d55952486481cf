/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.OfferAfterLogin;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.transport.MemoryRig;
import org.apache.camel.component.smtpx.internal.transport.blocking.MemoryBlockingConnection;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.transcript.TestTls;
import org.jspecify.annotations.Nullable;

/** One random handshake, with a message behind it when it has succeeded. Plays once. */
final class HandshakeConversation {

    private static final Timeouts DEADLINES = Timeouts.DEFAULTS.with(TimeoutKind.GREETING, Duration.ofSeconds(11))
            .with(TimeoutKind.HELLO, Duration.ofSeconds(12)).with(TimeoutKind.STARTTLS, Duration.ofSeconds(13))
            .with(TimeoutKind.TLS, Duration.ofSeconds(14)).with(TimeoutKind.AUTH, Duration.ofSeconds(15))
            .with(TimeoutKind.MAIL, Duration.ofSeconds(16)).with(TimeoutKind.RCPT, Duration.ofSeconds(17))
            .with(TimeoutKind.DATA, Duration.ofSeconds(18)).with(TimeoutKind.BLOCK, Duration.ofSeconds(19))
            .with(TimeoutKind.FINAL, Duration.ofSeconds(20)).with(TimeoutKind.QUIT, Duration.ofSeconds(1));
    private static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2");
    private static final int[] ROOMS = { 1, 4, 30, 2_000 };
    private static final int MOST_STEPS = 20_000;

    /**
     * What the client wants.
     *
     * @param realTls    whether the server completes a TLS handshake
     * @param canTls     whether STARTTLS may be played at all
     * @param xclient    whether the connection is for another client
     * @param offerKnown whether an earlier connection has shown that the login does not change the server's offer
     */
    record Wish(boolean sendHello, boolean esmtp, StartTls startTls, boolean canTls, boolean realTls, boolean login,
            String mechanism, boolean clearAllowed, boolean xclient, boolean narrow, boolean offerKnown) {

        static Wish of(Random random, boolean blocking, boolean offerKnown) {
            boolean realTls = blocking || random.nextInt(40) == 0;
            boolean canTls = realTls || random.nextInt(10) == 0;
            boolean sendHello = random.nextInt(15) > 0;
            boolean esmtp = random.nextInt(10) > 0;
            StartTls optional = random.nextBoolean() ? StartTls.AUTO : StartTls.NEVER;
            // Without EHLO the configuration allows neither a login nor STARTTLS.
            StartTls startTls = canTls && sendHello && random.nextInt(3) == 0 ? StartTls.REQUIRED : optional;
            return new Wish(
                    sendHello, esmtp, startTls, canTls, realTls, sendHello && random.nextBoolean(),
                    MECHANISMS.get(random.nextInt(MECHANISMS.size())),
                    random.nextBoolean(), sendHello && esmtp && random.nextInt(4) == 0,
                    (realTls || !canTls) && random.nextInt(4) == 0, offerKnown);
        }

        private HandshakeSettings settings() {
            Credentials credentials = mechanism.equals("XOAUTH2")
                    ? Credentials.token("ann", "secret-token") : Credentials.password("ann", "secret");
            LoginAccount account = login ? LoginAccount.unshared(CredentialsSupplier.of(credentials)) : null;
            return new HandshakeSettings(
                    Protocol.SMTP, "client.example.com", sendHello, esmtp, startTls, account,
                    new Mechanisms(List.of(), clearAllowed, null), "mx.example.org", IgnoredExtensions.NONE,
                    xclient ? ClientAttributes.parse("ADDR=192.0.2.1") : null, afterLogin());
        }

        private OfferAfterLogin afterLogin() {
            OfferAfterLogin known = new OfferAfterLogin();
            if (offerKnown) {
                Capabilities offer = Capabilities.ofEhlo(Reply.of(250, "mx", "AUTH " + mechanism, "SIZE"));
                known.record(offer, offer);
            }
            return known;
        }
    }

    private final Random random;
    private final Wish wish;
    private final HandshakeServer server;
    private final MemoryRig rig;
    private final boolean blocking;
    private HandshakeDialogue.@Nullable Result result;
    private @Nullable Fate fate;
    private int steps;

    HandshakeConversation(long seed, boolean blocking, boolean logged) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 29);
        this.blocking = blocking;
        this.wish = Wish.of(random, blocking, seed % 2 == 0);
        this.server = new HandshakeServer(random, wish, DEADLINES);
        this.rig = blocking
                ? new MemoryBlockingConnection(DEADLINES, TestTls.client(25), this::step, logged)
                : new MemoryConnection(DEADLINES, TestTls.client(25), logged);
    }

    /** Plays it; an {@link AssertionError} says what is not true. */
    void play() {
        if (wish.narrow()) {
            rig.take(0);
        }
        rig.submit(new HandshakeDialogue(wish.settings(), this::onHandshake));
        while (!blocking && fate == null) {
            step();
        }
        server.read(rig.takeSent(), rig.nanoTime());
        check();
    }

    private void onHandshake(HandshakeDialogue.Result handshake) {
        if (result != null) {
            throw new AssertionError("the handshake has ended twice");
        }
        result = handshake;
        if (handshake.failure() != null) {
            fate = Fate.FAILED;
            return;
        }
        if (!server.ready()) {
            throw new AssertionError("the handshake succeeded although the session is not ready");
        }
        try {
            rig.submit(new TransactionDialogue(
                    new Envelope(
                            Address.parse("a@example.com"),
                            List.of(new Recipient(Address.parse("b@example.org"), Set.of(), null)), MailParameters.NONE),
                    PreparedMessage.of(MessageSource.of("hello\r\n".getBytes(StandardCharsets.US_ASCII)), false),
                    SendPolicy.DEFAULTS, report -> {
                        if (fate != null) {
                            throw new AssertionError("the message has ended twice");
                        }
                        fate = report.results().get(0).fate();
                    }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step() {
        server.read(rig.takeSent(), rig.nanoTime());
        if (++steps > MOST_STEPS) {
            throw new AssertionError("the conversation does not end");
        }
        boolean behind = wish.narrow() && rig.isOpen() && rig.isBehind();
        if (behind && random.nextBoolean()) {
            rig.take(1 + random.nextInt(ROOMS[random.nextInt(ROOMS.length)]));
            return;
        }
        long wait = server.move(rig);
        if (wait == 0 || behind || !rig.isOpen() && !blocking) {
            return;
        }
        long due = rig.isOpen() && !server.cut() ? server.due() : Long.MAX_VALUE;
        if (due == Long.MAX_VALUE) {
            throw new AssertionError("nothing more will happen");
        }
        rig.pass(Duration.ofNanos(due - 1 - rig.nanoTime()));
        if (!rig.isOpen()) {
            throw new AssertionError("the deadline passed too early");
        }
        rig.pass(Duration.ofNanos(1));
        // Over TLS the connection may wait for room for its last record; the outcome is there.
        if (rig.isOpen() && !(wish.realTls() && wish.narrow() && fate != null)) {
            throw new AssertionError("the deadline has passed and the connection is open");
        }
    }

    private void check() {
        if (result == null || fate == null) {
            throw new AssertionError("no outcome");
        }
        String wrong = switch (fate) {
            case DELIVERED -> server.accepted() ? null : "and the server has not accepted it";
            case UNKNOWN -> server.committed() ? null : "and the message was not committed";
            default -> server.accepted() ? "and the server has accepted it" : null;
        };
        if (wrong != null) {
            throw new AssertionError("the message is " + fate + ", " + wrong);
        }
        if (server.faultless() && result.failure() == null && fate != Fate.DELIVERED) {
            throw new AssertionError("nothing has gone wrong and the message is " + fate);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(blocking ? "blocking, " : "event loop, ");
        text.append(wish).append('\n').append(server).append('\n').append(result).append(", ").append(fate).append('\n');
        rig.log().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
