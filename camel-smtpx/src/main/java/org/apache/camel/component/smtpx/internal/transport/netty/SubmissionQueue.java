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

/** Dialogues that come on any thread, until the event loop takes all that have come. */
final class SubmissionQueue {

    private final Queue<Dialogue> dialogues = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupScheduled = new AtomicBoolean();
    private final EventLoop loop;
    private final Runnable drain;
    private final Runnable wakeup;

    /** @param collect takes them, on the event loop */
    SubmissionQueue(EventLoop loop, Runnable collect) {
        this.loop = loop;
        this.drain = collect;
        this.wakeup = () -> loop.execute(collect);
    }

    /** @param waking runs what wakes the event loop */
    void add(Dialogue dialogue, Executor waking) {
        dialogues.add(dialogue);
        if (loop.inEventLoop()) {
            drain.run();
        } else if (wakeupScheduled.compareAndSet(false, true)) {
            waking.execute(wakeup);
        }
    }

    /** From here on further ones are announced again. */
    void beginDrain() {
        wakeupScheduled.set(false);
    }

    @Nullable
    Dialogue poll() {
        return dialogues.poll();
    }
}
