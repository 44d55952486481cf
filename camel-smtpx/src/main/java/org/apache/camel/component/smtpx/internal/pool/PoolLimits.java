/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.time.Duration;
import java.util.Objects;

import org.apache.camel.component.smtpx.internal.traffic.ServerProfile;

/**
 * Limits on the connections of a client.
 *
 * @param maxConnections           connections open at once
 * @param maxInFlight              transactions in flight on one connection at once, where the extensions of the server
 *                                 permit more than one
 * @param maxMessagesPerConnection transactions after which a connection is closed; 0 for no limit
 * @param maxRecipientsPerMessage  recipients after which a message is continued in a further transaction; 0 for no
 *                                 limit
 * @param idleTimeout              idle time after which a connection is closed
 * @param maxConnectionAge         age after which a connection accepts no further message; zero for no limit
 * @param acquireTimeout           how long a request waits for a connection
 * @param maxPending               requests that may wait for a connection; any further one fails at once
 * @param probeAfter               idle time after which RSET probes a connection before its next message
 * @param loginPause               how long no login is tried after the server has rejected the credentials
 */
public record PoolLimits(int maxConnections, int maxInFlight, int maxMessagesPerConnection, int maxRecipientsPerMessage,
        Duration idleTimeout, Duration maxConnectionAge, Duration acquireTimeout, int maxPending, Duration probeAfter,
        Duration loginPause) {

    /** The defaults of {@link Builder}. */
    public static final PoolLimits DEFAULT = new Builder().build();

    public PoolLimits {
        atLeast("maxConnections", maxConnections, 1);
        atLeast("maxInFlight", maxInFlight, 1);
        atLeast("maxMessagesPerConnection", maxMessagesPerConnection, 0);
        atLeast("maxRecipientsPerMessage", maxRecipientsPerMessage, 0);
        atLeast("maxPending", maxPending, 0);
        positive("idleTimeout", idleTimeout);
        positive("acquireTimeout", acquireTimeout);
        notNegative("maxConnectionAge", maxConnectionAge);
        notNegative("loginPause", loginPause);
    }

    public PoolLimits withConnections(int max, int inFlight) {
        return toBuilder().maxConnections(max).maxInFlight(inFlight).build();
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these limits. */
    public Builder toBuilder() {
        return new Builder().maxConnections(maxConnections).maxInFlight(maxInFlight)
                .maxMessagesPerConnection(maxMessagesPerConnection).maxRecipientsPerMessage(maxRecipientsPerMessage)
                .idleTimeout(idleTimeout).maxConnectionAge(maxConnectionAge).acquireTimeout(acquireTimeout)
                .maxPending(maxPending)
                .probeAfter(probeAfter).loginPause(loginPause);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be less than 0: " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be more than 0: " + value);
        }
    }

    /** Collects limits; {@link #build} checks them. */
    public static final class Builder {
        private int maxConnections = 8;
        private int maxInFlight = 16;
        private int maxMessagesPerConnection = 0;
        private int maxRecipientsPerMessage = 0;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration maxConnectionAge = Duration.ofMinutes(10);
        private Duration acquireTimeout = Duration.ofSeconds(30);
        private int maxPending = 10_000;
        private Duration probeAfter = Duration.ofSeconds(1);
        private Duration loginPause = Duration.ofSeconds(30);

        private Builder() {
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder maxInFlight(int value) {
            maxInFlight = value;
            return this;
        }

        public Builder maxMessagesPerConnection(int value) {
            maxMessagesPerConnection = value;
            return this;
        }

        public Builder maxRecipientsPerMessage(int value) {
            maxRecipientsPerMessage = value;
            return this;
        }

        /** Sets those limits that the profile has. */
        public Builder profile(ServerProfile profile) {
            maxConnections = Objects.requireNonNullElse(profile.maxConnections(), maxConnections);
            maxMessagesPerConnection = Objects.requireNonNullElse(profile.maxMessagesPerConnection(), maxMessagesPerConnection);
            maxRecipientsPerMessage = Objects.requireNonNullElse(profile.maxRecipientsPerMessage(), maxRecipientsPerMessage);
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        public Builder maxConnectionAge(Duration value) {
            maxConnectionAge = value;
            return this;
        }

        public Builder acquireTimeout(Duration value) {
            acquireTimeout = value;
            return this;
        }

        public Builder maxPending(int value) {
            maxPending = value;
            return this;
        }

        public Builder probeAfter(Duration value) {
            probeAfter = value;
            return this;
        }

        public Builder loginPause(Duration value) {
            loginPause = value;
            return this;
        }

        /**
         * The limits.
         *
         * @throws IllegalArgumentException if a limit is out of its range; the message names it
         */
        public PoolLimits build() {
            return new PoolLimits(
                    maxConnections, maxInFlight, maxMessagesPerConnection, maxRecipientsPerMessage, idleTimeout,
                    maxConnectionAge, acquireTimeout, maxPending, probeAfter, loginPause);
        }
    }
}
