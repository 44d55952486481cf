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
    private final AtomicBoolean announced = new AtomicBoolean();
    private final EventLoop loop;
    private final Runnable collect;
    private final Runnable wake;

    /** @param collect takes them, on the event loop */
    SubmissionQueue(EventLoop loop, Runnable collect) {
        this.loop = loop;
        this.collect = collect;
        this.wake = () -> loop.execute(collect);
    }

    /** @param waking runs what wakes the event loop */
    void add(Dialogue dialogue, Executor waking) {
        dialogues.add(dialogue);
        if (loop.inEventLoop()) {
            collect.run();
        } else if (announced.compareAndSet(false, true)) {
            waking.execute(wake);
        }
    }

    /** From here on further ones are announced again. */
    void begin() {
        announced.set(false);
    }

    @Nullable
    Dialogue poll() {
        return dialogues.poll();
    }
}
