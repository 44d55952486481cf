/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages go behind each other where that was seen to be faster, and side by side otherwise. */
class PaceTest {

    private static final int SIDE_BY_SIDE = 40;

    private long now = 1_000;
    private final Pace pace = new Pace(() -> now);

    /** So many messages that the clock is looked at, within so many milliseconds. */
    private void stretch(int millis) {
        now += Duration.ofMillis(millis).toNanos();
        for (int i = 0; i < Pace.STRETCH; i++) {
            pace.over();
        }
    }

    /** The numbers of the stretches that were sent behind each other, when those take so long. */
    private List<Integer> together(int stretches, int sideBySide, int together) {
        List<Integer> seen = new ArrayList<>();
        for (int i = 1; i <= stretches; i++) {
            boolean behind = pace.together();
            if (behind) {
                seen.add(i);
            }
            stretch(behind ? together : sideBySide);
        }
        return seen;
    }

    @Test
    void aServerThatTakesItsTimeIsNeverTried() {
        assertThat(together(1000, 101, 1)).isEmpty();
    }

    @Test
    void whatIsFasterIsKept() {
        assertThat(together(3, SIDE_BY_SIDE, 20)).containsExactly(3);
        assertThat(pace.together()).isTrue();
    }

    @Test
    void theOtherWayIsLookedAtAgainAndLeftAgain() {
        List<Integer> behind = together(40, SIDE_BY_SIDE, 20);
        assertThat(behind).contains(3, 4, 5).hasSizeGreaterThan(30);
        assertThat(behind).as("the first look back comes soon").doesNotContain(6);
    }

    @Test
    void whatIsNotFasterIsTriedLessAndLess() {
        assertThat(together(63, SIDE_BY_SIDE, 38)).containsExactly(3, 8, 17, 34);
    }

    @Test
    void itIsTriedAgainHoweverOftenItWasWorse() {
        together(5_000, SIDE_BY_SIDE, 400);
        assertThat(together(Pace.LONGEST_PATIENCE + 1, SIDE_BY_SIDE, 400)).hasSize(1);
    }

    @Test
    void whenItGetsSlowMessagesGoSideBySide() {
        together(3, SIDE_BY_SIDE, 20);
        stretch(101);
        assertThat(pace.together()).isFalse();
        assertThat(together(100, 101, 101)).isEmpty();
    }
}
