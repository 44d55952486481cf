/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message that does not exist yet: the component composes it from an exchange.
 *
 * @param name in the table
 * @param text the body, or with html its plain alternative
 */
record Draft(String name, String subject, String text, @Nullable String html, @Nullable Attachment attachment) {

    /** A file that goes with it. */
    record Attachment(String fileName, String contentType, String text) {

        byte[] octets() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    static final List<Draft> ALL = List.of(
            new Draft(
                    "composed: text", "Tide table for Thursday",
                    "High water 06:41 and 19:08, low water 00:29 and 12:52.\n.\nThe line above holds a single dot.\n", null,
                    null),
            new Draft(
                    "composed: html + text", "Grüße aus Århus – your ticket",
                    "Your train leaves at 09:15 from platform 3. Gute Reise, bon voyage, 良い旅を!\n",
                    """
                            <html><body><p>Your train leaves at <b>09:15</b> from platform <b>3</b>.</p>
                            <p>Gute Reise, bon voyage, 良い旅を!</p></body></html>
                            """,
                    null),
            new Draft(
                    "composed: attachment", "Readings of week 9",
                    "The readings are attached. Sensor 4 was recalibrated on Tuesday.\n", null,
                    new Attachment(
                            "readings-week-9.csv", "text/csv; charset=UTF-8",
                            "sensor;day;temperature °C\r\n1;Mon;18.4\r\n4;Tue;17.9\r\n4;Wed;18.1\r\n")));
}
