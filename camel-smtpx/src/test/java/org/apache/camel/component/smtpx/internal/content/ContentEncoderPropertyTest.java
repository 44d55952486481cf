/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** What a server takes the dots off again is the message with canonical line ends, wherever it was cut. */
class ContentEncoderPropertyTest {

    @Property(tries = 2000)
    void serverReadsTheCanonicalMessage(@ForAll("messages") String message, @ForAll long seed) {
        String wire = encode(ContentEncoder.dotStuffed(), message, new Random(seed));

        String canonical = message.replaceAll("\r\n|\r|\n", "\r\n");
        String whole = canonical.isEmpty() || canonical.endsWith("\r\n") ? canonical : canonical + "\r\n";
        assertThat(readAsAServerDoes(wire + ".\r\nQUIT\r\n")).isEqualTo(whole);
    }

    @Property(tries = 2000)
    void withoutDotsToDoubleItIsTheCanonicalMessageItself(@ForAll("messages") String message, @ForAll long seed) {
        String wire = encode(ContentEncoder.canonical(), message, new Random(seed));
        assertThat(wire).isEqualTo(message.replaceAll("\r\n|\r|\n", "\r\n"));
    }

    @Property(tries = 500)
    void binaryIsLeftAlone(@ForAll("messages") String message, @ForAll long seed) {
        assertThat(encode(ContentEncoder.identity(), message, new Random(seed))).isEqualTo(message);
    }

    /** RFC 5321, section 4.5.2: up to the line of one dot; the first dot of every other line is taken off. */
    private static String readAsAServerDoes(String wire) {
        StringBuilder message = new StringBuilder();
        int at = 0;
        while (true) {
            int end = wire.indexOf("\r\n", at) + 2;
            assertThat(end).as("the message ends").isGreaterThan(1);
            String line = wire.substring(at, end);
            at = end;
            if (line.equals(".\r\n")) {
                assertThat(wire.substring(at)).as("what follows the message").isEqualTo("QUIT\r\n");
                return message.toString();
            }
            message.append(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    /** In random pieces, with room for what the encoder says and not an octet more. */
    private static String encode(ContentEncoder encoder, String message, Random random) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length;) {
            int length = Math.min(octets.length - at, 1 + random.nextInt(8));
            if (random.nextBoolean() && encoder.unchanged(octets, at, length)) {
                wire.write(octets, at, length);
            } else {
                byte[] room = new byte[encoder.bound(length)];
                wire.write(room, 0, encoder.encode(octets, at, length, room, 0));
            }
            at += length;
        }
        byte[] last = new byte[ContentEncoder.FINISH_BOUND];
        wire.write(last, 0, encoder.finish(last, 0));
        return wire.toString(StandardCharsets.ISO_8859_1);
    }

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> piece
                = Arbitraries.of("\r\n", "\r", "\n", ".", "..", "a", "text ", "\r\n.\r\n", "\n.\n", "\u00FF", "\0",
                        "x".repeat(17));
        return Arbitraries.oneOf(piece.list().ofMaxSize(20).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().withCharRange('\0', '\u00FF').ofMaxLength(60));
    }
}
