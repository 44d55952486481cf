/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a message that may share a connection goes behind others although one is idle.
 * <p>
 * Side by side, messages find a process of the server each, which is what most servers need. Behind each other they
 * leave in fewer writes and wake fewer threads; that counts where the server is so fast that the time is ours. So where
 * many messages a second come back the other way is tried now and then, and kept if it is clearly faster.
 * <p>
 * Guarded by the pool's lock.
 */
final class Pace {

    /** Messages between two looks at the clock. */
    static final int STRETCH = 1000;
    /** A stretch that takes longer is left as it is: ten thousand messages a second. */
    static final Duration FAST = Duration.ofMillis(100);
    /** Fast stretches before the other way is tried, at first and after it was better. */
    static final int PATIENCE = 2;
    /** The same when it was worse again and again. */
    static final int LONGEST_PATIENCE = 512;

    private final LongSupplier clock;
    private boolean together;
    private boolean trying;
    private int left = STRETCH;
    private int patience = PATIENCE;
    private int untilTrial = PATIENCE;
    private long began;
    private long usual;

    Pace(LongSupplier clock) {
        this.clock = clock;
        this.began = clock.getAsLong();
    }

    /** Whether to go behind others. */
    boolean together() {
        return together;
    }

    /** A message is over. */
    void over() {
        if (--left == 0) {
            left = STRETCH;
            long now = clock.getAsLong();
            stretch(now - began);
            began = now;
        }
    }

    private void stretch(long took) {
        if (trying) {
            trying = false;
            boolean better = took < usual - usual / 10;
            together = better == together;
            patience = better ? PATIENCE : Math.min(2 * patience, LONGEST_PATIENCE);
            untilTrial = patience;
        } else if (took > FAST.toNanos()) {
            together = false;
        } else if (--untilTrial <= 0) {
            usual = took;
            trying = true;
            together = !together;
        }
    }
}
