/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How fast a server is sent to at one moment.
 *
 * @param state       whether anything is limited
 * @param connections connections that may be open at once
 * @param perSecond   messages per second; infinite for no limit
 * @param suspended   how long nothing is sent, or no connection opened when there is none; zero when not suspended
 * @param why         the reply or failure that limited it last; null if none did
 */
public record TrafficStatus(State state, int connections, double perSecond, Duration suspended, @Nullable String why) {

    /** Whether a server is limited by what it said. */
    public enum State {
        /** Nothing but the options limits it. */
        OPEN,
        /** The connections or the rate are lower than the options allow. */
        LIMITED,
        /** Nothing is sent for a while. */
        SUSPENDED
    }
}
