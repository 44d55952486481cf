/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ContentScanTest {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern BARE = Pattern.compile("(?<!\r)\n|\r(?!\n)");

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("", new ContentScan(false, false, true, 0, true)),
                arguments("a", new ContentScan(false, false, true, 1, false)),
                arguments("a\r\n", new ContentScan(false, false, true, 1, true)),
                arguments("\r\n", new ContentScan(false, false, true, 0, true)),
                arguments("a\r\nbcd", new ContentScan(false, false, true, 3, false)),
                arguments("abc\r\nd\r\n", new ContentScan(false, false, true, 3, true)),
                arguments("ab\ncd", new ContentScan(false, false, false, 2, false)),
                arguments("ab\rcd", new ContentScan(false, false, false, 2, false)),
                arguments("ab\n", new ContentScan(false, false, false, 2, true)),
                arguments("ab\r", new ContentScan(false, false, false, 2, true)),
                arguments("a\r\r\n", new ContentScan(false, false, false, 1, true)),
                arguments("a\r\n\n", new ContentScan(false, false, false, 1, true)),
                arguments("\n\r", new ContentScan(false, false, false, 0, true)),
                arguments("a\0b", new ContentScan(false, true, true, 3, false)),
                arguments("\u0080", new ContentScan(true, false, true, 1, false)),
                arguments("\u00ff\0\r\n", new ContentScan(true, true, true, 2, true)),
                arguments("\u007f\t\u0001\u0010\u000b\u000c", new ContentScan(false, false, true, 6, false)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seesWhatAMessageNeeds(String message, ContentScan expected) {
        assertThat(ContentScan.of(message.getBytes(ISO_8859_1))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seesNothingOutsideThePart(String message, ContentScan expected) {
        byte[] around = ("\0\u00ff\r" + message + "\n\0\u00ff" + "y".repeat(99)).getBytes(ISO_8859_1);
        assertThat(ContentScan.of(around, 3, message.length())).isEqualTo(expected);
    }

    @Test
    void findsASingleOctetAtEveryPosition() {
        for (int at = 0; at < 70; at++) {
            String before = "x".repeat(at);
            String after = "x".repeat(69 - at);
            String line = "x".repeat(70);
            assertThat(scan(before + '\0' + after)).isEqualTo(new ContentScan(false, true, true, 70, false));
            assertThat(scan(before + '\u0080' + after)).isEqualTo(new ContentScan(true, false, true, 70, false));
            assertThat(scan(before + "\r\n" + line)).isEqualTo(new ContentScan(false, false, true, 70, false));
            assertThat(scan(before + '\n' + line)).isEqualTo(new ContentScan(false, false, false, 70, false));
        }
    }

    @Test
    void seesTheSameAsTheReferenceInAnyMessage() {
        Random random = new Random(50);
        for (int round = 0; round < 50_000; round++) {
            String message = ContentEncoderTest.randomMessage(random);
            assertThat(scan(message)).as(message).isEqualTo(reference(message));
        }
    }

    @Test
    void refusesAPartOutsideTheArray() {
        assertThatThrownBy(() -> ContentScan.of(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static ContentScan scan(String message) {
        return ContentScan.of(message.getBytes(ISO_8859_1));
    }

    private static ContentScan reference(String message) {
        return new ContentScan(
                message.chars().anyMatch(c -> c > 127),
                message.indexOf('\0') >= 0,
                !BARE.matcher(message).find(),
                LINE_END.splitAsStream(message).mapToInt(String::length).max().orElse(0),
                message.isEmpty() || message.endsWith("\n") || message.endsWith("\r"));
    }
}
