/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.spi.AsyncProcessorAwaitManager;

/**
 * Tells which threads wait for the exchanges they send, as those of a {@code ProducerTemplate} do. Such a thread may as
 * well be given the outcome itself, so that no other thread has to be woken in between.
 * <p>
 * Whether a thread will wait cannot be known when it comes; but Camel's await manager knows who stands there when the
 * outcome comes. Who was seen there several times in a row, each time for the exchange in question, is taken to do so
 * again, and is looked at anew from time to time. A thread that never blocks, as an event loop, is never seen there.
 */
final class WaitingThreads {

    /** So often in a row a thread must have been seen to wait. */
    static final int SEEN = 8;
    /** So many exchanges a thread is then taken to wait for before it is looked at again. */
    static final int BELIEVED = 256;
    /** So many exchanges pass before a thread is looked at again that was not seen to wait. */
    static final int LEFT_ALONE = 16;

    private final AsyncProcessorAwaitManager awaiting;
    private final ThreadLocal<Sender> senders = ThreadLocal.withInitial(Sender::new);

    WaitingThreads(AsyncProcessorAwaitManager awaiting) {
        this.awaiting = awaiting;
    }

    /** The calling thread, at the beginning of its next exchange. */
    Sender next() {
        Sender sender = senders.get();
        sender.next();
        return sender;
    }

    /** Looks whether a sender waits for this exchange, which is to be told of its outcome now. */
    void look(Sender sender, Exchange exchange) {
        sender.seen(awaiting.browse().stream()
                .anyMatch(entry -> entry.getBlockedThread() == sender.thread && entry.getExchange() == exchange));
    }

    /**
     * A thread that sends, and the only one that uses this, but for {@link #look}. It holds nothing of those around it,
     * which could not be collected otherwise.
     */
    static final class Sender {
        private final Thread thread = Thread.currentThread();
        private final AtomicInteger seen = new AtomicInteger();
        private boolean waits;
        private boolean watched;
        private int unwatched;

        private void next() {
            watched = unwatched == 0;
            if (!watched) {
                unwatched--;
                return;
            }
            int times = seen.get();
            waits = times == SEEN;
            if (waits) {
                // The next look decides alone.
                seen.set(SEEN - 1);
                watched = false;
                unwatched = BELIEVED - 1;
            } else if (times == 0) {
                unwatched = LEFT_ALONE;
            }
        }

        /** Whether it will wait for this exchange. */
        boolean waits() {
            return waits;
        }

        /** Whether it is to be looked at when the outcome is told. */
        boolean watched() {
            return watched;
        }

        private void seen(boolean waiting) {
            seen.updateAndGet(times -> waiting ? Math.min(times + 1, SEEN) : 0);
        }
    }
}
