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
                arguments("", new Found(false, false, true, 0, true)),
                arguments("a", new Found(false, false, true, 1, false)),
                arguments("a\r\n", new Found(false, false, true, 1, true)),
                arguments("\r\n", new Found(false, false, true, 0, true)),
                arguments("a\r\nbcd", new Found(false, false, true, 3, false)),
                arguments("abc\r\nd\r\n", new Found(false, false, true, 3, true)),
                arguments("ab\ncd", new Found(false, false, false, 2, false)),
                arguments("ab\rcd", new Found(false, false, false, 2, false)),
                arguments("ab\n", new Found(false, false, false, 2, true)),
                arguments("ab\r", new Found(false, false, false, 2, true)),
                arguments("a\r\r\n", new Found(false, false, false, 1, true)),
                arguments("a\r\n\n", new Found(false, false, false, 1, true)),
                arguments("\n\r", new Found(false, false, false, 0, true)),
                arguments("a\0b", new Found(false, true, true, 3, false)),
                arguments("\u0080", new Found(true, false, true, 1, false)),
                arguments("\u00ff\0\r\n", new Found(true, true, true, 2, true)),
                arguments("\u007f\t\u0001\u0010\u000b\u000c", new Found(false, false, true, 6, false)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seesWhatAMessageNeeds(String message, Found expected) {
        assertThat(scan(message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seesNothingOutsideThePart(String message, Found expected) {
        byte[] around = ("\0\u00ff\r" + message + "\n\0\u00ff" + "y".repeat(99)).getBytes(ISO_8859_1);
        assertThat(Found.of(ContentScan.of(around, 3, message.length()))).isEqualTo(expected);
    }

    @Test
    void findsASingleOctetAtEveryPosition() {
        for (int at = 0; at < 70; at++) {
            String before = "x".repeat(at);
            String after = "x".repeat(69 - at);
            String line = "x".repeat(70);
            assertThat(scan(before + '\0' + after)).isEqualTo(new Found(false, true, true, 70, false));
            assertThat(scan(before + '\u0080' + after)).isEqualTo(new Found(true, false, true, 70, false));
            assertThat(scan(before + "\r\n" + line)).isEqualTo(new Found(false, false, true, 70, false));
            assertThat(scan(before + '\n' + line)).isEqualTo(new Found(false, false, false, 70, false));
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

    @Test
    void findsTheSameInPiecesOfAnyLength() {
        Random random = new Random(19);
        for (int round = 0; round < 20_000; round++) {
            byte[] message = ContentEncoderTest.randomMessage(random).getBytes(ISO_8859_1);
            ContentScan scan = new ContentScan(0);
            for (int at = 0; at < message.length;) {
                int length = Math.min(message.length - at, random.nextInt(40));
                scan.add(message, at, length);
                at += length;
            }
            assertThat(Found.of(scan)).isEqualTo(Found.of(ContentScan.of(message)));
            assertThat(scan.canonicalSize()).isEqualTo(ContentEncoder.canonical(message).length);
        }
    }

    @Test
    void aLineContinuesBehindTheOctetsBeforeIt() {
        ContentScan scan = new ContentScan(990);
        scan.add("12345678\r\nabc".getBytes(ISO_8859_1), 0, 13);
        assertThat(scan.longestLine()).isEqualTo(998);
        assertThat(scan.hasLines()).isTrue();
        assertThat(scan.openLine()).isEqualTo(3);
        ContentScan longer = new ContentScan(991);
        longer.add("12345678\r\n".getBytes(ISO_8859_1), 0, 10);
        assertThat(longer.hasLines()).isFalse();
    }

    private static Found scan(String message) {
        return Found.of(ContentScan.of(message.getBytes(ISO_8859_1)));
    }

    private record Found(boolean eightBit, boolean nul, boolean canonical, int longestLine, boolean endsWithLineEnd) {
        static Found of(ContentScan scan) {
            return new Found(scan.eightBit(), scan.nul(), scan.canonical(), scan.longestLine(), scan.endsWithLineEnd());
        }
    }

    private static Found reference(String message) {
        return new Found(
                message.chars().anyMatch(c -> c > 127),
                message.indexOf('\0') >= 0,
                !BARE.matcher(message).find(),
                LINE_END.splitAsStream(message).mapToInt(String::length).max().orElse(0),
                message.isEmpty() || message.endsWith("\n") || message.endsWith("\r"));
    }
}
