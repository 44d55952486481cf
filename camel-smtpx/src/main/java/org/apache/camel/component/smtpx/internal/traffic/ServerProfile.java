/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The limits that a provider documents; null for each that it does not. They are the data in
 * {@code profiles.properties}, each with its source.
 *
 * @param maxConnections           connections open at once
 * @param maxRate                  messages per time
 * @param maxRecipientRate         recipients per time
 * @param maxConnectionRate        connections opened per time
 * @param maxMessagesPerConnection messages on one connection
 * @param maxRecipientsPerMessage  recipients of one message
 */
public record ServerProfile(@Nullable Integer maxConnections, @Nullable Rate maxRate, @Nullable Rate maxRecipientRate,
        @Nullable Rate maxConnectionRate, @Nullable Integer maxMessagesPerConnection,
        @Nullable Integer maxRecipientsPerMessage) {

    /** No limits. */
    public static final ServerProfile NONE = new ServerProfile(null, null, null, null, null, null);

    private static final String RESOURCE = "profiles.properties";

    /**
     * A profile by its name.
     *
     * @throws IllegalArgumentException if there is none of this name; the message has all names
     */
    public static ServerProfile named(String name) {
        Properties all = read();
        if (all.keySet().stream().noneMatch(key -> key.toString().startsWith(name + "."))) {
            String names = all.keySet().stream().map(key -> key.toString().substring(0, key.toString().indexOf('.')))
                    .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new),
                            found -> String.join(", ", found)));
            throw new IllegalArgumentException("profile is not one of " + names + ": " + name);
        }
        return new ServerProfile(
                number(all, name + ".maxConnections"), rate(all, name + ".maxRate"), rate(all, name + ".maxRecipientRate"),
                rate(all, name + ".maxConnectionRate"), number(all, name + ".maxMessagesPerConnection"),
                number(all, name + ".maxRecipientsPerMessage"));
    }

    /** The limits that are given, and where there are none those of this profile. */
    public TrafficSettings traffic(
            boolean learns, @Nullable Rate messages, @Nullable Rate connections, @Nullable Rate recipients) {
        return new TrafficSettings(
                learns, messages == null ? maxRate : messages, connections == null ? maxConnectionRate : connections,
                recipients == null ? maxRecipientRate : recipients);
    }

    private static @Nullable Integer number(Properties all, String key) {
        String text = all.getProperty(key);
        return text == null ? null : Integer.valueOf(text);
    }

    private static @Nullable Rate rate(Properties all, String key) {
        String text = all.getProperty(key);
        return text == null ? null : Rate.parse(key, text);
    }

    private static Properties read() {
        try (InputStream in = Objects.requireNonNull(ServerProfile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Properties all = new Properties();
            all.load(in);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
