/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import io.netty.util.ResourceLeakDetector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    private static final int MOST_SHOWN = 5;

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
        StringBuilder wrong = new StringBuilder();
        int failures = 0;
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            if (wrong(new Conversation(seed, blocking, false)) != null && failures++ < MOST_SHOWN) {
                Conversation again = new Conversation(seed, blocking, true);
                wrong.append("\nseed ").append(seed).append(": ").append(wrong(again)).append('\n').append(again);
            }
        }
        if (failures > 0) {
            throw new AssertionError(
                    failures + " of " + COUNT + " conversations ended with an outcome that is not true" + wrong);
        }
    }

    private static @Nullable Throwable wrong(Conversation conversation) {
        try {
            conversation.play();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }
}
