/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import org.jspecify.annotations.Nullable;

/** Counts the cases of a property that are wrong, and shows the first of them. */
final class Failures {

    private static final int MOST_SHOWN = 5;

    private final int cases;
    private final StringBuilder shown = new StringBuilder();
    private int count;

    Failures(int cases) {
        this.cases = cases;
    }

    /** Plays a case; the error, or null if there is none. */
    @Nullable
    Throwable of(Runnable play) {
        try {
            play.run();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }

    /** Counts a failure; whether it is one of the first. */
    boolean isShown() {
        return count++ < MOST_SHOWN;
    }

    void show(long seed, Throwable error, Object played) {
        shown.append("\nseed ").append(seed).append(": ").append(error).append('\n').append(played);
    }

    void check() {
        if (count > 0) {
            throw new AssertionError(count + " of " + cases + " cases ended with an outcome that is not true" + shown);
        }
    }
}
