/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.util.ArrayDeque;
import java.util.Deque;

/** A server with limits, in virtual time. Limits may be changed at any moment; 0 is none. */
final class ModelServer {

    /** How the server counts a rate. */
    enum Counting {
        /** Periods begin at fixed times, as in Postfix's anvil. */
        FIXED,
        /** Any period counts. */
        SLIDING
    }

    int maxConnections;
    int rate;
    long period;
    Counting counting = Counting.FIXED;
    int connectionRate;
    int maxMessagesPerConnection;

    private int open;
    private final Window messages = new Window();
    private final Window connections = new Window();

    private static final class Window {
        private final Deque<Long> times = new ArrayDeque<>();
        private long number = Long.MIN_VALUE;
        private int count;

        boolean admits(Counting how, int most, long length, long now) {
            if (most == 0) {
                return true;
            }
            if (how == Counting.FIXED) {
                if (now / length != number) {
                    number = now / length;
                    count = 0;
                }
                return ++count <= most;
            }
            while (!times.isEmpty() && times.peekFirst() <= now - length) {
                times.removeFirst();
            }
            if (times.size() >= most) {
                return false;
            }
            times.addLast(now);
            return true;
        }
    }

    boolean connect(long now) {
        if (maxConnections > 0 && open >= maxConnections
                || !connections.admits(Counting.FIXED, connectionRate, period, now)) {
            return false;
        }
        open++;
        return true;
    }

    void disconnect() {
        open--;
    }

    /**
     * What a message meets.
     *
     * @param before messages that its connection carried before
     */
    Lever message(int before, long now) {
        if (maxMessagesPerConnection > 0 && before >= maxMessagesPerConnection) {
            return Lever.MESSAGES;
        }
        return messages.admits(counting, rate, period, now) ? Lever.NONE : Lever.RATE;
    }

    int open() {
        return open;
    }
}
