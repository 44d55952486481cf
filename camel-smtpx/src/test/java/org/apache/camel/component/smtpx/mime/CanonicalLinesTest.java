/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalLinesTest {

    @ParameterizedTest
    @ValueSource(strings = { "", "a", "a\nb", "\r", "\n", "\r\n", "\n\r", "a\r\r\nb\n\nc\r", "\r\n\r\n", "a\n\r\nb" })
    void endsEveryLineWithCrlfHoweverTheOctetsArrive(String given) throws Exception {
        byte[] octets = given.getBytes(StandardCharsets.US_ASCII);
        String expected = given.replaceAll("\r\n|\r|\n", "\r\n");
        for (int split = 0; split <= octets.length; split++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CanonicalLines lines = new CanonicalLines(out);
            lines.write(octets, 0, split);
            for (int i = split; i < octets.length; i++) {
                lines.write(octets[i]);
            }
            assertThat(out).hasToString(expected);
        }
    }
}
