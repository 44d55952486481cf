/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random conversations of one to five messages on a connection: every plan, several in flight, replies of any class at
 * any place, early, late, extra and missing ones, split and glued, with cuts and silence at any octet. Each outcome is
 * compared with what the server accepted, and each deadline with the moment at which its wait began.
 * <p>
 * {@code -Dconversations=5000000} plays more of them, {@code -Dconversations.seed=7} others; a failure names its seed.
 */
class ConversationPropertyTest {

    private static final int COUNT = Integer.getInteger("conversations", 52_000);
    private static final long SEED = Long.getLong("conversations.seed", 1);

    private static ResourceLeakDetector.Level level;

    /** Tracking every buffer takes most of the time, so here a sample is tracked. */
    @BeforeAll
    static void watchSomeBuffers() {
        level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.ADVANCED);
    }

    @AfterAll
    static void watchAllBuffers() {
        ResourceLeakDetector.setLevel(level);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void everyOutcomeIsWhatTheServerAccepted(boolean blocking) {
        check(COUNT, blocking, false);
    }

    /** A handshake costs more than the conversation. */
    @Test
    void everyOutcomeOverTlsIsWhatTheServerAccepted() {
        check(COUNT / 40, false, true);
    }

    private static void check(int count, boolean blocking, boolean tls) {
        Failures failures = new Failures(count);
        for (long seed = SEED; seed < SEED + count; seed++) {
            Conversation played = new Conversation(seed, blocking, tls, false);
            Throwable error = failures.of(played::play);
            if (error != null && failures.isShown()) {
                Conversation again = new Conversation(seed, blocking, tls, true);
                failures.of(again::play);
                failures.show(seed, error, again);
            }
        }
        failures.check();
    }

    /** Greeting, EHLO, STARTTLS, AUTH, with the same kinds of faults, and a message behind them. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void noMessageLeavesBeforeTheHandshakeHasSucceeded(boolean blocking) {
        Failures failures = new Failures(COUNT);
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            HandshakeConversation played = new HandshakeConversation(seed, blocking, false);
            Throwable error = failures.of(played::play);
            if (error != null && failures.isShown()) {
                HandshakeConversation again = new HandshakeConversation(seed, blocking, true);
                failures.of(again::play);
                failures.show(seed, error, again);
            }
        }
        failures.check();
    }
}
