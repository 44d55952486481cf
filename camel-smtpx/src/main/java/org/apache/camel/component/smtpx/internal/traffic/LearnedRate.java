/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The rate of messages that a server is known to accept; without limit until a reply complains. After a complaint
 * nothing is sent for a growing pause, then one message. Once that is accepted, the rate is what the server accepted on
 * average from the beginning of the burst to the end of the pause, or less. It grows slowly as long as messages wait
 * for it, and faster the longer no complaint comes.
 *
 * <p>
 * Not thread-safe.
 */
final class LearnedRate {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final long MAX_FIRST_PAUSE = Duration.ofSeconds(5).toNanos();
    /** Servers count by the minute at most, as a rule: a longer pause would only miss the beginning of the next one. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(15);
    /** Pauses after which limits by the hour or the day are assumed. */
    private static final int MANY_PAUSES = 20;
    private static final long LONG_PAUSE = Duration.ofMinutes(5).toNanos();
    /** A complaint comes at the end of the server's period: so many messages later the next one has begun. */
    private static final double PAUSED_MESSAGES = 3;
    /** Messages between two complaints that make the rate between them known. */
    private static final int MIN_MEASURED = 20;
    private static final double DECREASE = 0.97;
    private static final double MAX_DECREASE = 0.85;
    /** Complaints soon after each other, as of a server that counts any period, lower the rate no further than this. */
    private static final double MEASURED_PART = 0.8;
    /** A rate that grew so much is measured anew. */
    private static final double MEASURED_GROWTH = 1.2;
    /** A complaint at a rate so much higher than what was accepted is about another limit than before. */
    private static final double CONSISTENT = 0.7;
    private static final double GROWTH = 0.00005;
    private static final double DOUBLING = 150;
    /** The rate grows with each message, and no faster than with so many messages a second. */
    private static final double MAX_GROWING = 20;
    /** A rate is measured over a time so many times as long as the pause at its end. */
    private static final int MEASURED_PAUSES = 4;
    private static final double MAX_GROWTH = 0.01;
    private static final double MIN_RATE = 1.0 / 600;
    private static final double NO_LIMIT = 10_000;
    /** Without an accepted message for so long, a new burst begins. */
    private static final long BURST_GAP = Duration.ofSeconds(5).toNanos();
    private static final long FORGOTTEN = Duration.ofMinutes(10).toNanos();
    /** A message alone that is not answered by then keeps others back no longer. */
    private static final long MAX_TRIAL = Duration.ofSeconds(30).toNanos();

    private final Backoff pause;
    private double perSecond = Double.POSITIVE_INFINITY;
    private final TokenBucket bucket;
    private long burstSince;
    private long acceptedAt;
    private int accepted;
    private long complainedAt;
    private int sinceComplaint;
    private double grown;
    /** What the server accepted on average when that was known last. */
    private double measured = Double.POSITIVE_INFINITY;
    /** The rate when measuring began. */
    private double measuredFrom;
    private boolean waitedFor;
    private long waitedAt;
    /** Whether one message alone goes first. */
    private boolean trial;
    private boolean trialUnderWay;
    private long trialSince;

    LearnedRate(DoubleSupplier random, long now) {
        this.pause = new Backoff(FIRST_PAUSE, MAX_PAUSE, random);
        this.bucket = TokenBucket.paced(1, now);
        this.burstSince = now;
        this.acceptedAt = now;
    }

    boolean isLimited() {
        return trial || perSecond != Double.POSITIVE_INFINITY;
    }

    /** Messages per second; infinite without a limit. */
    double perSecond() {
        return perSecond;
    }

    /** Nanoseconds of the pause that are left. */
    long pause(long now) {
        return trial ? pause.delay(now) : 0;
    }

    /** Nanoseconds until a message may be sent; {@link ConnectionCeiling#NEVER} if not before another is answered. */
    long delay(long now) {
        if (!isLimited()) {
            return 0;
        }
        long paused = pause(now);
        if (paused > 0) {
            return paused;
        }
        if (trial) {
            return trialUnderWay && now - trialSince < MAX_TRIAL ? ConnectionCeiling.NEVER : 0;
        }
        long delay = bucket.delay(1, now);
        waitedFor |= delay > 0;
        return delay;
    }

    /** Nanoseconds until so many messages will have been sent. */
    long backlogDelay(int count, long now) {
        if (!isLimited()) {
            return 0;
        }
        return pause(now) + (perSecond == Double.POSITIVE_INFINITY ? 0 : bucket.backlogDelay(count, now));
    }

    void sending(long now) {
        if (trial) {
            trialUnderWay = true;
            trialSince = now;
        } else if (isLimited()) {
            bucket.take(1, now);
        }
    }

    /** A message was refused because of the rate. */
    void complained(long began, long now) {
        trialUnderWay = false;
        long first = perSecond == Double.POSITIVE_INFINITY
                ? FIRST_PAUSE.toNanos()
                : Math.min(MAX_FIRST_PAUSE, Math.max(FIRST_PAUSE.toNanos(), (long) (PAUSED_MESSAGES * 1e9 / perSecond)));
        if (pause.failed(began, now, first)) {
            if (pause.failures() > MANY_PAUSES) {
                pause.extend(LONG_PAUSE, now);
            }
            trial = true;
            complainedAt = now;
            waitedAt = now;
        }
    }

    /** A message was answered otherwise. */
    void answered(boolean good, long began, long now) {
        if (trial) {
            if (began - complainedAt < 0) {
                accepted += good ? 1 : 0;
                return;
            }
            trialUnderWay = false;
            if (good) {
                resume(now);
            }
            return;
        }
        if (!good) {
            return;
        }
        if (now - acceptedAt > BURST_GAP && (!isLimited() || !waitedFor)) {
            burstSince = now;
            accepted = 0;
        }
        acceptedAt = now;
        accepted++;
        sinceComplaint++;
        if (isLimited()) {
            grow(now);
        }
    }

    private void resume(long now) {
        // The server began to accept again at some time between the last complaint and now.
        double seconds = Math.max(1e-3, (complainedAt - burstSince + now - burstSince) / 2e9);
        double average = Math.max(1, accepted) / seconds;
        if (perSecond == Double.POSITIVE_INFINITY) {
            perSecond = DECREASE * average;
            measure(average, now);
        } else if (accepted < MIN_MEASURED || now - burstSince < MEASURED_PAUSES * (now - complainedAt)) {
            perSecond = sinceComplaint < MIN_MEASURED
                    ? Math.max(MAX_DECREASE * perSecond, Math.min(perSecond, MEASURED_PART * measured))
                    : DECREASE * perSecond;
            accepted++;
        } else {
            perSecond = average < CONSISTENT * perSecond
                    ? average
                    : Math.max(MAX_DECREASE * perSecond, Math.min(DECREASE * perSecond, average));
            measure(average, now);
        }
        perSecond = Math.max(MIN_RATE, perSecond);
        measuredFrom = perSecond;
        bucket.pace(perSecond, now);
        bucket.take(1, now);
        trial = false;
        pause.reset();
        sinceComplaint = 0;
        grown = 0;
        acceptedAt = now;
    }

    private void measure(double average, long now) {
        measured = average;
        burstSince = now;
        accepted = 1;
    }

    private void grow(long now) {
        if (waitedFor) {
            double step = Math.min(1, MAX_GROWING * (now - waitedAt) / 1e9);
            waitedFor = false;
            waitedAt = now;
            grown += step;
            perSecond *= 1 + step * Math.min(MAX_GROWTH, GROWTH * Math.pow(2, grown / DOUBLING));
            bucket.pace(perSecond, now);
            if (perSecond > MEASURED_GROWTH * measuredFrom) {
                measuredFrom = perSecond;
                burstSince = now;
                accepted = 0;
            }
        }
        if (perSecond > NO_LIMIT || now - complainedAt > FORGOTTEN && now - waitedAt > FORGOTTEN) {
            perSecond = Double.POSITIVE_INFINITY;
        }
    }
}
