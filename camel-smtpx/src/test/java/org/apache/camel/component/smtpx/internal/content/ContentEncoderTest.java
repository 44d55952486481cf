/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContentEncoderTest {

    /**
     * What the most gullible of servers takes for the end of the data, the line end of the DATA command being in front.
     */
    private static final Pattern ANY_END_OF_DATA = Pattern.compile("(\r\n|\n|\r)\\.(\r\n|\n|\r)");
    private static final Pattern BARE = Pattern.compile("(?<!\r)\n|\r(?!\n)");
    private static final Pattern HEX = Pattern.compile("\\\\x(..)");
    private static final byte GUARD = 0x55;

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '"', textBlock = """
            # message            , with BDAT                 , with DATA
            ''                   , ''                        , ''
            a                    , a                         , a\\r\\n
            a\\r\\n              , a\\r\\n                   , a\\r\\n
            a\\n                 , a\\r\\n                   , a\\r\\n
            a\\r                 , a\\r\\n                   , a\\r\\n
            \\r\\n               , \\r\\n                    , \\r\\n
            \\n                  , \\r\\n                    , \\r\\n
            \\r                  , \\r\\n                    , \\r\\n
            \\r\\r\\n            , \\r\\n\\r\\n              , \\r\\n\\r\\n
            \\r\\n\\r            , \\r\\n\\r\\n              , \\r\\n\\r\\n
            \\n\\r               , \\r\\n\\r\\n              , \\r\\n\\r\\n
            \\n\\n               , \\r\\n\\r\\n              , \\r\\n\\r\\n
            \\r\\r               , \\r\\n\\r\\n              , \\r\\n\\r\\n
            \\r\\n\\n            , \\r\\n\\r\\n              , \\r\\n\\r\\n
            .                    , .                         , ..\\r\\n
            ..                   , ..                        , ...\\r\\n
            .a                   , .a                        , ..a\\r\\n
            a.                   , a.                        , a.\\r\\n
            a\\r\\n.             , a\\r\\n.                  , a\\r\\n..\\r\\n
            a\\r\\n.\\r\\n       , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\n.\\n             , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r.\\r             , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r\\n.\\r          , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r\\n.\\n          , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\n.\\r\\n          , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\n.\\r             , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r.\\n             , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r.\\r\\n          , a\\r\\n.\\r\\n            , a\\r\\n..\\r\\n
            a\\r\\r.\\r          , a\\r\\n\\r\\n.\\r\\n      , a\\r\\n\\r\\n..\\r\\n
            a\\r\\n.\\r\\n.\\r\\n, a\\r\\n.\\r\\n.\\r\\n     , a\\r\\n..\\r\\n..\\r\\n
            a\\n.\\r\\nMAIL\\n   , a\\r\\n.\\r\\nMAIL\\r\\n  , a\\r\\n..\\r\\nMAIL\\r\\n
            a\\0b\\x80\\xff      , a\\0b\\x80\\xff           , a\\0b\\x80\\xff\\r\\n
            \\x0b\\x0c\\t\\x8a\\x8d.\\x85., \\x0b\\x0c\\t\\x8a\\x8d.\\x85., \\x0b\\x0c\\t\\x8a\\x8d.\\x85.\\r\\n
            """)
    void encodesLineEndsAndLeadingDots(String message, String bdat, String data) {
        // behind lines of every length, so that each case meets every edge of the words that are compared at once
        for (int width = 0; width <= 40; width++) {
            String before = width == 0 ? "" : "x".repeat(width - 1) + "\r\n";
            assertEncodesHoweverSplit(ContentEncoder::canonical, before + octets(message), before + octets(bdat));
            if (!message.isEmpty()) {
                assertEncodesHoweverSplit(ContentEncoder::dotStuffed, before + octets(message), before + octets(data));
            }
        }
        assertEncodesHoweverSplit(ContentEncoder::dotStuffed, octets(message), octets(data));
        assertEncodesHoweverSplit(ContentEncoder::identity, octets(message), octets(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "\n.\n", "\n.\r", "\n.\r\n", "\r.\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\r\n.\r\n", "\r\r.\r\n"
    })
    void letsNothingEndTheMessageEarly(String end) {
        String smuggled = "Subject: a\r\n\r\nb" + end + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nc"
                          + end;
        for (int split = 0; split <= smuggled.length(); split++) {
            assertOneMessage(encode(ContentEncoder.dotStuffed(), smuggled, split));
            assertOneMessage(encode(ContentEncoder.dotStuffed(), smuggled.substring(0, split), split));
        }
    }

    @Test
    void encodesAnyMessageInAnyPiecesAsTheReferenceDoes() {
        Random random = new Random(47);
        for (int round = 0; round < 20_000; round++) {
            String message = randomMessage(random);
            int[] splits = random.ints(random.nextInt(6), 0, message.length() + 1).sorted().toArray();

            String data = encode(ContentEncoder.dotStuffed(), message, splits);
            assertThat(data).as("DATA of %s at %s", message, splits).isEqualTo(referenceData(message));
            assertOneMessage(data);
            assertThat(encode(ContentEncoder.canonical(), message, splits)).as("BDAT of %s at %s", message, splits)
                    .isEqualTo(canonical(message));
            assertThat(encodeWhereChanged(ContentEncoder.dotStuffed(), message, splits)).isEqualTo(data);
            assertThat(encodeWhereChanged(ContentEncoder.canonical(), message, splits)).isEqualTo(canonical(message));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a", "a\r\n", "\r\n", "a\r\nb.\r\n", "a\t\0\u0080\r\n\r\nb" })
    void takesCanonicalTextAsItIs(String piece) {
        assertThat(unchanged(ContentEncoder.canonical(), piece)).isTrue();
        assertThat(unchanged(ContentEncoder.dotStuffed(), piece)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\n", "\r", "a\nb", "a\rb", "a\r", "a\r\n\r", "a\r\n\n", "\nb" })
    void doesNotTakeBareLineEndsAsTheyAre(String piece) {
        assertThat(unchanged(ContentEncoder.canonical(), piece)).isFalse();
        assertThat(unchanged(ContentEncoder.dotStuffed(), piece)).isFalse();
        assertThat(unchanged(ContentEncoder.identity(), piece)).isTrue();
    }

    @Test
    void doesNotTakeALeadingDotAsItIs() {
        ContentEncoder data = ContentEncoder.dotStuffed();
        assertThat(unchanged(data, ".a")).isFalse();
        assertThat(unchanged(data, "a\r\n.")).isFalse();
        assertThat(unchanged(data, "a\r\n")).isTrue();
        assertThat(unchanged(data, ".")).isFalse();
        assertThat(unchanged(data, "b")).isTrue();
        assertThat(unchanged(data, ".")).isTrue();
        assertThat(unchanged(ContentEncoder.canonical(), ".\r\n.\r\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\n", "a" })
    void takesNothingAsItIsBehindAHeldCarriageReturn(String piece) {
        for (ContentEncoder encoder : new ContentEncoder[] { ContentEncoder.canonical(), ContentEncoder.dotStuffed() }) {
            assertThat(encoder.encode(new byte[] { 'x', '\r' }, 0, 2, new byte[6], 0)).isEqualTo(1);
            assertThat(unchanged(encoder, piece)).isFalse();
        }
    }

    @Test
    void refusesAPieceOutsideTheArray() {
        for (ContentEncoder encoder : new ContentEncoder[] {
                ContentEncoder.identity(), ContentEncoder.canonical(), ContentEncoder.dotStuffed() }) {
            assertThatThrownBy(() -> encoder.encode(new byte[4], 2, 3, new byte[10], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> encoder.unchanged(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void refusesToBoundAPieceNoArrayCouldHold() {
        assertThatThrownBy(() -> ContentEncoder.dotStuffed().bound(Integer.MAX_VALUE / 2 + 1))
                .isInstanceOf(ArithmeticException.class);
        assertThat(ContentEncoder.identity().bound(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    private static void assertEncodesHoweverSplit(Supplier<ContentEncoder> encoders, String message, String wire) {
        for (int split = 0; split <= message.length(); split++) {
            assertThat(encode(encoders.get(), message, split)).as("split at %d", split).isEqualTo(wire);
        }
        int[] everywhere = new int[message.length()];
        Arrays.setAll(everywhere, i -> i);
        assertThat(encode(encoders.get(), message, everywhere)).as("octet by octet").isEqualTo(wire);
    }

    private static void assertOneMessage(String encoded) {
        String wire = "\r\n" + encoded + ".\r\n";
        Matcher end = ANY_END_OF_DATA.matcher(wire);
        assertThat(end.find()).isTrue();
        assertThat(end.end()).isEqualTo(wire.length());
        assertThat(wire).doesNotContainPattern(BARE);
    }

    private static String encode(ContentEncoder encoder, String message, int... splits) {
        return encode(encoder, message, false, splits);
    }

    /** As a transport does that writes from the source what needs no change. */
    private static String encodeWhereChanged(ContentEncoder encoder, String message, int... splits) {
        return encode(encoder, message, true, splits);
    }

    private static String encode(ContentEncoder encoder, String message, boolean askFirst, int... splits) {
        byte[] src = message.getBytes(ISO_8859_1);
        StringBuilder wire = new StringBuilder();
        for (int i = 0, from = 0; i <= splits.length; i++) {
            int to = i < splits.length ? splits[i] : src.length;
            if (askFirst && encoder.unchanged(src, from, to - from)) {
                wire.append(message, from, to);
            } else {
                wire.append(piece(encoder, src, from, to));
            }
            from = to;
        }
        byte[] last = guarded(ContentEncoder.FINISH_BOUND);
        return wire.append(written(last, encoder.finish(last, 1))).toString();
    }

    private static String piece(ContentEncoder encoder, byte[] src, int from, int to) {
        byte[] dst = guarded(encoder.bound(to - from));
        return written(dst, encoder.encode(src, from, to - from, dst, 1));
    }

    private static byte[] guarded(int room) {
        byte[] dst = new byte[room + 2];
        Arrays.fill(dst, GUARD);
        return dst;
    }

    private static String written(byte[] dst, int length) {
        assertThat(dst[0]).isEqualTo(GUARD);
        assertThat(dst[length + 1]).as("nothing is written behind what is counted").isEqualTo(GUARD);
        return new String(dst, 1, length, ISO_8859_1);
    }

    private static boolean unchanged(ContentEncoder encoder, String piece) {
        byte[] src = ("\r" + piece + "\n").getBytes(ISO_8859_1);
        return encoder.unchanged(src, 1, src.length - 2);
    }

    private static String canonical(String message) {
        return message.replaceAll("\r\n|\r|\n", "\r\n");
    }

    private static String referenceData(String message) {
        String stuffed = ("\r\n" + canonical(message)).replace("\r\n.", "\r\n..").substring(2);
        return stuffed.isEmpty() || stuffed.endsWith("\r\n") ? stuffed : stuffed + "\r\n";
    }

    static String randomMessage(Random random) {
        String[] parts = {
                "\r", "\n", "\r\n", "\r\n", ".", "a", "\t", "\0", "\u000b", "\u000c", "\u0010", "\u008a", "\u008d", "\u00ff" };
        StringBuilder message = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            message.append(random.nextInt(4) == 0 ? "x".repeat(random.nextInt(40)) : parts[random.nextInt(parts.length)]);
        }
        return message.toString();
    }

    /** Reads the escapes of the table. */
    private static String octets(String escaped) {
        String text = escaped.equals("''") ? "" : escaped;
        String plain = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
        return HEX.matcher(plain).replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16)));
    }
}
