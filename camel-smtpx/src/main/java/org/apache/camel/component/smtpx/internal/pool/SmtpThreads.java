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
 * The threads of one or more clients: event loops for I/O, a worker pool for what may block (name look-ups, message
 * sources, SASL computations, callbacks), and a thread for each processor for computations that never wait.
 */
public final class SmtpThreads implements AutoCloseable {

    private final EventLoops loops;
    private final Workers blocking;
    private final boolean ownsBlocking;
    private final CallbackExecutor results;
    private final CallbackExecutor lookups;
    private final Executor wakeups;
    private final Computations computations;
    private final LoginAccounts accounts = new LoginAccounts();

    /**
     * Starts the threads.
     *
     * @param threads      number of event loops; each serves many connections
     * @param name         prefix of thread names
     * @param blocking     runs what may block. A rejected task runs on a spare thread; tasks must not be discarded
     * @param ownsBlocking whether {@link #close} shuts the executor down
     */
    public SmtpThreads(int threads, String name, ExecutorService blocking, boolean ownsBlocking) {
        this.loops = new EventLoops(threads, name);
        this.blocking = new Workers(blocking, loops, name);
        this.ownsBlocking = ownsBlocking;
        this.results = new CallbackExecutor(this.blocking, loops::schedule);
        this.wakeups = results::runAfterCallbacks;
        this.lookups = new CallbackExecutor(this.blocking, loops::schedule);
        this.computations = new Computations(name);
    }

    /** The login accounts of the clients on these threads. */
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
     * Runs a task that may block and on which no message in flight depends.
     *
     * @throws RejectedExecutionException if the worker pool is full or shut down
     */
    public void prepare(Runnable task) {
        blocking.executeOrReject(task);
    }

    /**
     * Runs what takes processor time and never waits, on as many threads as there are processors; on the calling thread
     * when too much of it is queued. Rejects nothing.
     */
    public Executor computations() {
        return computations;
    }

    /** Runs name look-ups, on one thread while they are quick. */
    Executor lookups() {
        return lookups;
    }

    /** Delivers results to callbacks, which may block. */
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

    /** The worker pool. */
    public ExecutorService workers() {
        return blocking.pool();
    }

    public Future<?> schedule(Runnable task, Duration delay) {
        return loops.schedule(task, delay);
    }

    /** Ends all threads. Close the clients first. */
    @Override
    public void close() {
        loops.close();
        if (ownsBlocking) {
            blocking.pool().shutdown();
        }
        computations.close();
    }
}
