/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.apache.camel.component.smtpx.mail.ServerLimits;
import org.apache.camel.component.smtpx.mail.ServerLimits.State;
import org.jspecify.annotations.Nullable;

/**
 * How fast a server of one client may be sent to: when another connection may be opened, when the next message may be
 * sent, how many messages a connection takes. Limits come from options and from what the server says. It counts the
 * connections of the client to this server.
 *
 * <p>
 * Delays are {@link #NEVER} when nothing may happen before another event. Not thread-safe.
 */
public final class ServerTraffic {

    /** Not before another event. */
    public static final long NEVER = ConnectionCeiling.NEVER;

    /** Messages that have to be accepted until one more may be in flight on a connection. */
    private static final int MESSAGES_PER_STEP = 50;

    private final TrafficSettings settings;
    private final boolean learns;
    private final int maxConnections;
    private final ConnectionCeiling ceiling;
    private final LearnedRate rate;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket connections;
    private final @Nullable TokenBucket recipients;
    /** Connections, those being opened included. */
    private int connected;
    /** How many of them are being opened. */
    private int opening;
    private int messagesPerConnection;
    private int depth = Integer.MAX_VALUE;
    private int accepted;
    private @Nullable String why;
    private boolean limitTold;

    /** @param random from 0 to 1, for jitter */
    public ServerTraffic(TrafficSettings settings, int maxConnections, DoubleSupplier random, long now) {
        this.settings = settings;
        this.learns = settings.learns();
        this.maxConnections = maxConnections;
        this.ceiling = new ConnectionCeiling(maxConnections, random);
        this.rate = new LearnedRate(random, now);
        this.messages = settings.messages() == null ? null : TokenBucket.of(settings.messages(), now);
        this.connections = settings.connections() == null ? null : TokenBucket.of(settings.connections(), now);
        this.recipients = settings.recipients() == null ? null : TokenBucket.of(settings.recipients(), now);
    }

    /** The most connections, as far as is known; one more is tried from time to time. */
    public int maxConnections() {
        return learns ? ceiling.value() : maxConnections;
    }

    /** Messages that a connection takes, at most those given; 0 for no limit. */
    public int messagesPerConnection(int most) {
        return tighter(most, messagesPerConnection);
    }

    /** The tighter of two limits; 0 is no limit. */
    public static int tighter(int one, int other) {
        return one == 0 || other == 0 ? one + other : Math.min(one, other);
    }

    /** Messages in flight on one connection, at most those given. */
    public int depth(int most) {
        return Math.min(most, depth);
    }

    /** Nanoseconds until another connection may be opened. */
    public long openDelay(long now) {
        long delay = learnedOpenDelay(now);
        return connections == null || delay == NEVER ? delay : Math.max(delay, connections.delay(1, now));
    }

    private long learnedOpenDelay(long now) {
        if (connected >= maxConnections) {
            return NEVER;
        }
        return learns ? ceiling.delay(connected, opening, now) : 0;
    }

    /** A connection is being opened. */
    public void opening(long now) {
        connected++;
        opening++;
        if (connections != null) {
            connections.take(1, now);
        }
    }

    /** A connection was opened. */
    public void opened(long now) {
        opening--;
        if (learns) {
            ceiling.opened(connected, opening, now);
        }
    }

    /**
     * A connection could not be opened.
     *
     * @param lever what the reply is about; {@link Lever#NONE} without one
     * @param began when the attempt began
     */
    public void notOpened(Lever lever, String reason, long began, long now) {
        connected--;
        opening--;
        if (learns) {
            why = reason;
            ceiling.refused(connected, began, now, lever == Lever.CONNECTIONS);
        }
    }

    /** An attempt to open a connection ended for a reason of this side. */
    public void abandoned() {
        connected--;
        opening--;
    }

    /** An open connection has ended. */
    public void closed() {
        connected--;
    }

    /** Connections, those being opened included. */
    public int connected() {
        return connected;
    }

    /**
     * Nanoseconds until a message may be sent.
     *
     * @param count its recipients; 0 for a command, which is not limited
     */
    public long sendDelay(int count, long now) {
        if (count == 0) {
            return 0;
        }
        long delay = rate.delay(now);
        return delay == NEVER ? delay : Math.max(delay, givenSendDelay(count, now));
    }

    private long givenSendDelay(int count, long now) {
        long delay = messages == null ? 0 : messages.delay(1, now);
        return recipients == null ? delay : Math.max(delay, recipients.delay(count, now));
    }

    /**
     * Whether limits that the server has shown keep a further connection from carrying a message now. A rate that was
     * given does not count.
     *
     * @param count recipients of the message
     */
    public boolean isFull(int count, long now) {
        return learnedOpenDelay(now) > 0 || count > 0 && rate.delay(now) > 0;
    }

    /** A message is being sent. */
    public void sending(int count, long now) {
        if (count == 0) {
            return;
        }
        rate.sending(now);
        if (messages != null) {
            messages.take(1, now);
        }
        if (recipients != null) {
            recipients.take(count, now);
        }
    }

    /**
     * A message was answered.
     *
     * @param lever  what the reply is about; {@link Lever#NONE} if it is about no limit
     * @param reason the reply
     * @param good   whether the server accepted it
     * @param before messages that the connection had carried before
     * @param began  when the message was sent
     */
    public void answered(Lever lever, String reason, boolean good, int before, long began, long now) {
        switch (learns ? lever : Lever.NONE) {
            case RATE -> {
                why = reason;
                rate.complained(began, now);
                lowerDepth();
            }
            case CONNECTIONS -> {
                why = reason;
                ceiling.complained(connected - opening, began, now);
                rate.answered(false, began, now);
                lowerDepth();
            }
            case MESSAGES -> {
                int shown = Math.max(1, before);
                messagesPerConnection = messagesPerConnection == 0 ? shown : Math.min(messagesPerConnection, shown);
                rate.answered(false, began, now);
            }
            default -> {
                rate.answered(good, began, now);
                raiseDepth(good);
            }
        }
    }

    private void lowerDepth() {
        depth = Math.max(1, Math.min(depth, 32) / 2);
        accepted = 0;
    }

    private void raiseDepth(boolean good) {
        if (good && depth != Integer.MAX_VALUE && ++accepted >= MESSAGES_PER_STEP) {
            accepted = 0;
            depth = depth >= 1024 ? Integer.MAX_VALUE : depth + 1;
        }
    }

    /**
     * How fast the server is sent to.
     *
     * @param server its name and port
     */
    public ServerLimits status(String server, long now) {
        double perSecond = rate.perSecond();
        long suspended = rate.pause(now);
        if (connected == opening && learns) {
            long outage = ceiling.delay(connected, opening, now);
            suspended = outage == NEVER ? suspended : Math.max(suspended, outage);
        }
        State state = suspended > 0 ? State.SUSPENDED : isLimited() ? State.LIMITED : State.OPEN;
        return new ServerLimits(
                server, state, maxConnections(), perSecond, Duration.ofNanos(suspended), state == State.OPEN ? null : why);
    }

    /** Whether a learned limit is in force. */
    public boolean isLimited() {
        return learns && (ceiling.isLimited() || rate.isLimited());
    }

    /** The limit for which messages wait, for people; null if there is none. */
    public @Nullable String reason(long now) {
        if (isLimited()) {
            return "the server limits this client: " + why;
        }
        if (messages != null && messages.delay(1, now) > 0) {
            return "maxRate is " + settings.messages();
        }
        return recipients != null && recipients.delay(1, now) > 0 ? "maxRecipientRate is " + settings.recipients() : null;
    }

    /** Nanoseconds until so many messages to one recipient each will have been sent, as far as rates limit them. */
    public long backlogDelay(int count, long now) {
        long delay = rate.backlogDelay(count, now);
        delay = messages == null ? delay : Math.max(delay, messages.backlogDelay(count, now));
        return recipients == null ? delay : Math.max(delay, recipients.backlogDelay(count, now));
    }

    /** Nanoseconds for which nothing is sent because the server complained of the rate. */
    public long suspended(long now) {
        return rate.pause(now);
    }

    /** What changed for an operator since the last call: limited, or free again; null if neither. */
    public @Nullable String change() {
        boolean limited = isLimited();
        if (limited == limitTold) {
            return null;
        }
        limitTold = limited;
        return limited ? "limited: " + why : "no longer limited";
    }
}
