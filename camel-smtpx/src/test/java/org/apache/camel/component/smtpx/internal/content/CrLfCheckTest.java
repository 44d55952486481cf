/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pieces of several blocks; one block has 4096 octets. */
class CrLfCheckTest {

    private final CrLfCheck check = new CrLfCheck();

    private boolean passes(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return check.passes(octets, 0, octets.length);
    }

    @Test
    void linesOfAnyLengthPass() {
        assertThat(passes("")).isTrue();
        assertThat(passes("a")).isTrue();
        assertThat(passes("\r\n")).isTrue();
        assertThat(passes("\r\n".repeat(9000))).isTrue();
        assertThat(passes("no line end" + "\u008A\u008D\u000B\u000C\u000E\0".repeat(3000))).isTrue();
    }

    @Test
    void pieceThatSplitsALineEndIsNotCanonical() {
        assertThat(passes("a\r")).isFalse();
        assertThat(passes("\na")).isFalse();
        assertThat(passes("a\r\n\r")).isFalse();
        assertThat(passes("\n")).isFalse();
        assertThat(passes("\r")).isFalse();
    }

    @Property(tries = 3000)
    void oneWrongLineEndIsFoundAtEveryPosition(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10_000) int length) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("x".repeat(random.nextInt(200))).append("\r\n");
        }
        assertThat(passes(text.toString())).isTrue();

        String wrong = new String[] { "\r", "\n", "\n\r", "\r\r\n", "\r\n\n" }[random.nextInt(5)];
        int line = text.indexOf("\r\n", random.nextInt(text.length() - 1));
        text.replace(line, line + 2, wrong);
        assertThat(passes(text.toString())).isFalse();
    }

    @Test
    void onlyThePieceIsLookedAt() {
        byte[] octets = "\n\ntext\r\n\r\r".getBytes(StandardCharsets.US_ASCII);
        assertThat(check.passes(octets, 2, 8)).isTrue();
        assertThat(check.passes(octets, 1, 8)).isFalse();
        assertThat(check.passes(octets, 2, 9)).isFalse();
    }
}
