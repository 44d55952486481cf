/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How fast a server is sent to at one moment. Limits that were given by options are no limits here; what the server has
 * shown is.
 *
 * @param server      its name and port
 * @param state       whether anything is limited
 * @param connections connections that may be open at once
 * @param perSecond   messages per second; infinite for no limit
 * @param suspended   how long nothing is sent, or no connection opened when there is none; zero when not suspended
 * @param why         the reply or failure that limited it last; null when nothing is limited
 */
public record ServerLimits(String server, State state, int connections, double perSecond, Duration suspended,
        @Nullable String why) {

    /** Whether a server is limited by what it said. */
    public enum State {
        /** Nothing but the options limits it. */
        OPEN,
        /** The connections or the rate are lower than the options allow. */
        LIMITED,
        /** Nothing is sent for a while. */
        SUSPENDED
    }

    /** Whether a limit of the server is in force. */
    public boolean isLimited() {
        return state != State.OPEN;
    }

    /** Its form in JSON: what does not apply is missing. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("server", server);
        map.put("state", state.name());
        map.put("maxConnections", connections);
        if (perSecond != Double.POSITIVE_INFINITY) {
            map.put("messagesPerSecond", perSecond);
        }
        if (state == State.SUSPENDED) {
            map.put("suspendedMillis", suspended.toMillis());
        }
        if (why != null) {
            map.put("why", why);
        }
        return map;
    }

    /**
     * On one line: {@code mx.example.org:25 LIMITED: 3 connections, 1.5 messages/s: 421 4.3.2 too many connections}.
     */
    @Override
    public String toString() {
        String rate = perSecond == Double.POSITIVE_INFINITY ? "" : String.format(Locale.ROOT, ", %.3g messages/s", perSecond);
        String wait = state == State.SUSPENDED ? ", suspended for " + suspended.toMillis() + " ms" : "";
        return server + " " + state + ": " + connections + " connections" + rate + wait + (why == null ? "" : ": " + why);
    }
}
