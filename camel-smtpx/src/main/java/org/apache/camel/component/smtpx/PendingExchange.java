/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.internal.transport.UserCode;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose outcome is not known yet. It ends once: the first result is written and the callback is called,
 * whatever is thrown meanwhile. The exchange is not touched afterwards, since a pool may have given it to another
 * message.
 */
final class PendingExchange {

    private enum State {
        READING,
        SENDING,
        ENDED
    }

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Thread caller = Thread.currentThread();
    private final String id;
    private final @Nullable Exception earlier;
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private PooledClient.@Nullable PendingSend send;
    private Runnable release = () -> {
    };
    /** Both are used by the calling thread only. */
    private boolean left;
    private boolean endedHere;

    PendingExchange(Exchange exchange, AsyncCallback callback) {
        this.exchange = exchange;
        this.callback = callback;
        this.id = exchange.getExchangeId();
        this.earlier = exchange.getException();
    }

    /** Sets what is released when the exchange ends. Called before its message is read. */
    void uses(Runnable releasing) {
        release = releasing;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean isEnded() {
        return state.get() == State.ENDED;
    }

    /** Whether the message may be sent: false if the exchange ended while it was read. */
    boolean beginSending() {
        return state.compareAndSet(State.READING, State.SENDING);
    }

    /** Sets the send in flight. Called by the calling thread. */
    void sending(PooledClient.PendingSend started) {
        send = started;
    }

    /**
     * Cancels the send in flight, which then completes soon with its outcome; false if it cannot be cancelled. Called
     * by the calling thread.
     */
    boolean cancel(String why, Throwable cause) {
        if (send == null) {
            return false;
        }
        send.cancel(why, cause);
        return true;
    }

    /** Ends the exchange unless its message is being sent. */
    void endUnread(Runnable result) {
        if (state.compareAndSet(State.READING, State.ENDED)) {
            finish(result);
        }
    }

    /**
     * Ends the exchange, unless it has ended.
     *
     * @param result writes to the exchange; what it throws becomes the exception of the exchange
     */
    void end(Runnable result) {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            finish(result);
        }
    }

    private void finish(Runnable result) {
        if (!isGivenBack()) {
            try {
                result.run();
            } catch (Throwable e) {
                UserCode.run(() -> exchange.setException(e));
            }
        }
        UserCode.run(release);
        boolean here = Thread.currentThread() == caller && !left;
        if (here) {
            endedHere = true;
        }
        UserCode.run(() -> callback.done(here));
    }

    /**
     * Whether a thread that Camel let wait was interrupted: it has the exchange back, with an exception that Camel has
     * set, or has given it to a pool, which has given it another id.
     */
    private boolean isGivenBack() {
        return exchange.getException() != earlier || !id.equals(exchange.getExchangeId());
    }

    /** The calling thread returns: true if the exchange ended on it. */
    boolean leave() {
        left = true;
        return endedHere;
    }
}
