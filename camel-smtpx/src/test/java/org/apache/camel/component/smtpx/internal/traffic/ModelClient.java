/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/** A pool as far as traffic is concerned, with messages without end for a server, in virtual time. */
final class ModelClient {

    private static final long RETRY_CHECK = Duration.ofMillis(1).toNanos();

    private record Event(long at, long number, Runnable action) {
    }

    private static final class Connection {
        private int carried;
    }

    final ServerTraffic traffic;
    private final ModelServer server;
    private final int maxConnections;
    private final long roundTrip;
    private final PriorityQueue<Event> events
            = new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Deque<Connection> idle = new ArrayDeque<>();
    private long now;
    private long numbers;
    private long wake = Long.MAX_VALUE;
    int recipients = 1;

    int accepted;
    int refusedMessages;
    int refusedConnections;
    int openedConnections;
    int maxOpen;
    long lastAcceptedAt;

    ModelClient(ModelServer server, TrafficSettings settings, int maxConnections, Duration roundTrip, long seed) {
        Random random = new Random(seed);
        this.server = server;
        this.maxConnections = maxConnections;
        this.roundTrip = roundTrip.toNanos();
        this.traffic = new ServerTraffic(settings, maxConnections, random::nextDouble, 0);
    }

    /** Lets so much time pass and forgets what was counted before. */
    ModelClient run(Duration time) {
        accepted = 0;
        refusedMessages = 0;
        refusedConnections = 0;
        openedConnections = 0;
        maxOpen = server.open();
        long end = now + time.toNanos();
        serve();
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.poll();
            now = next.at();
            next.action().run();
            serve();
        }
        now = end;
        return this;
    }

    double refusedPart() {
        int attempts = accepted + refusedMessages + openedConnections + refusedConnections;
        return (refusedMessages + refusedConnections) / (double) attempts;
    }

    private void at(long delay, Runnable action) {
        events.add(new Event(now + delay, numbers++, action));
    }

    private void serve() {
        long send = traffic.sendDelay(recipients, now);
        while (send == 0 && !idle.isEmpty()) {
            Connection connection = idle.pollLast();
            traffic.sending(recipients, now);
            long began = now;
            at(roundTrip, () -> answered(connection, began));
            send = traffic.sendDelay(recipients, now);
        }
        // A connection is opened for a message that may go and has none, as in the pool.
        long open = send == 0 ? traffic.openDelay(now) : ServerTraffic.NEVER;
        while (open == 0 && idle.isEmpty()) {
            traffic.opening(now);
            long began = now;
            at(roundTrip, () -> opened(began));
            open = traffic.openDelay(now);
        }
        long delay = Math.min(send == 0 ? ServerTraffic.NEVER : send, open);
        if (delay != ServerTraffic.NEVER && (wake <= now || now + delay < wake)) {
            wake = now + Math.max(delay, RETRY_CHECK);
            at(wake - now, () -> {
            });
        }
    }

    private void opened(long began) {
        if (server.connect(now)) {
            openedConnections++;
            maxOpen = Math.max(maxOpen, server.open());
            traffic.opened(now);
            idle.addLast(new Connection());
        } else {
            refusedConnections++;
            traffic.notOpened(Lever.CONNECTIONS, "421 too many", began, now);
        }
    }

    private void answered(Connection connection, long began) {
        Lever lever = server.message(connection.carried, now);
        traffic.answered(lever, "450", lever == Lever.NONE, connection.carried, began, now);
        if (lever == Lever.NONE) {
            accepted++;
            lastAcceptedAt = now;
            connection.carried++;
        } else {
            refusedMessages++;
        }
        int most = traffic.messagesPerConnection(0);
        if (lever == Lever.MESSAGES || most > 0 && connection.carried >= most) {
            traffic.closed();
            server.disconnect();
        } else {
            idle.addLast(connection);
        }
    }

    int maxConnections() {
        return maxConnections;
    }

    @Override
    public String toString() {
        return accepted + " accepted, " + refusedMessages + " refused, connections " + openedConnections + " opened, "
               + refusedConnections + " refused, at most " + maxOpen + ", now " + traffic.status("model", now);
    }
}
