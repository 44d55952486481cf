/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.component.smtpx.internal.transport.netty.EventLoops;

/**
 * The threads of any number of clients: event loops that move octets, and an executor for whatever may block (looking
 * up names, reading messages, computing logins, telling callers their results).
 */
public final class SmtpThreads implements AutoCloseable {

    private final EventLoops loops;
    private final Workers blocking;
    private final boolean ownsBlocking;
    private final CallbackExecutor results;
    private final CallbackExecutor lookups;
    private final Executor wakeups;
    private final LoginAccounts accounts = new LoginAccounts();

    /**
     * Starts an engine.
     *
     * @param threads      event loops; each serves many connections
     * @param name         prefix of thread names
     * @param blocking     runs what may block; it may reject tasks, which run on spare threads then, but must not
     *                     discard them
     * @param ownsBlocking whether the executor is shut down with the engine
     */
    public SmtpThreads(int threads, String name, ExecutorService blocking, boolean ownsBlocking) {
        this.loops = new EventLoops(threads, name);
        this.blocking = new Workers(blocking, loops, name);
        this.ownsBlocking = ownsBlocking;
        this.results = new CallbackExecutor(this.blocking, loops::schedule);
        this.wakeups = results::runAfterCallbacks;
        this.lookups = new CallbackExecutor(this.blocking, loops::schedule);
    }

    /** What the clients on these threads know of their logins. */
    LoginAccounts accounts() {
        return accounts;
    }

    public EventLoops loops() {
        return loops;
    }

    public Executor blocking() {
        return blocking;
    }

    /**
     * Runs what may block before a message is in flight.
     *
     * @throws RejectedExecutionException if the worker pool is full or shut down
     */
    public void prepare(Runnable task) {
        blocking.executeOrReject(task);
    }

    /** Looks up names: many at once on one thread, as long as it gets its answers at once. */
    Executor lookups() {
        return lookups;
    }

    /** What tells callers their results; they may block. */
    public Executor results() {
        return results;
    }

    /**
     * Runs wake-ups of event loops. One that a callback causes runs after the callbacks that are queued already, so
     * that the messages which these submit leave in one write.
     */
    Executor wakeups() {
        return wakeups;
    }

    /** Runs the completion callbacks of one turn of a connection; a worker is woken once for all of them. */
    void batchCallbacks(Runnable all) {
        results.batch(all);
    }

    /** What runs the work that may block. */
    public ExecutorService workers() {
        return blocking.pool();
    }

    public Future<?> schedule(Runnable task, Duration delay) {
        return loops.schedule(task, delay);
    }

    /** Ends all threads. Clients must be closed before. */
    @Override
    public void close() {
        loops.close();
        if (ownsBlocking) {
            blocking.pool().shutdown();
        }
        blocking.close();
    }
}
