/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.channel.EventLoop;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.jspecify.annotations.Nullable;

/**
 * Queues dialogues from any thread until the event loop drains them. One wake-up serves all dialogues queued before the
 * drain.
 */
final class SubmissionQueue {

    private final Queue<Dialogue> dialogues = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupScheduled = new AtomicBoolean();
    private final EventLoop loop;
    private final Runnable drain;
    private final Runnable wakeup;

    /** @param collect drains the queue, on the event loop */
    SubmissionQueue(EventLoop loop, Runnable collect) {
        this.loop = loop;
        this.drain = collect;
        this.wakeup = () -> loop.execute(collect);
    }

    /** @param waking runs the wake-up of the event loop */
    void add(Dialogue dialogue, Executor waking) {
        dialogues.add(dialogue);
        if (loop.inEventLoop()) {
            drain.run();
        } else if (wakeupScheduled.compareAndSet(false, true)) {
            waking.execute(wakeup);
        }
    }

    /** Starts a drain: dialogues queued from now on schedule another wake-up. */
    void beginDrain() {
        wakeupScheduled.set(false);
    }

    @Nullable
    Dialogue poll() {
        return dialogues.poll();
    }
}
