/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import org.jspecify.annotations.Nullable;

/**
 * The limits that are given.
 *
 * @param learns      whether limits are learned from what the server says
 * @param messages    messages per time; null for no limit
 * @param connections connections opened per time; null for no limit
 * @param recipients  recipients per time; null for no limit
 */
public record TrafficSettings(boolean learns, @Nullable Rate messages, @Nullable Rate connections,
        @Nullable Rate recipients) {

    /** No limits but those that are learned. */
    public static final TrafficSettings DEFAULT = new TrafficSettings(true, null, null, null);
}
