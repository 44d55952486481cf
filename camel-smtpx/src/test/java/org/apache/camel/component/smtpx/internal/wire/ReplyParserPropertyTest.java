/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

class ReplyParserPropertyTest {

    private static final String MALFORMED = "malformed";

    @Property(tries = 1000)
    void anyOctetsGiveTheSameHoweverTheyAreSplit(@ForAll("octets") byte[] octets, @ForAll long seed, @ForAll boolean lenient) {
        List<Object> whole = parse(octets, octets.length + 1, new Random(seed), lenient);
        assertThat(parse(octets, 1, new Random(seed), lenient)).isEqualTo(whole);
        assertThat(parse(octets, 7, new Random(seed), lenient)).isEqualTo(whole);
    }

    /** The replies, and the word if it ended with the one exception that there may be. */
    private static List<Object> parse(byte[] octets, int largestPiece, Random random, boolean lenient) {
        ReplyParser parser = new ReplyParser(lenient);
        List<Object> found = new ArrayList<>();
        try {
            for (int at = 0; at < octets.length;) {
                int piece = Math.min(octets.length - at, 1 + random.nextInt(largestPiece));
                parser.feed(octets, at, piece, found::add);
                at += piece;
            }
            found.add(parser.hasPartialReply());
        } catch (MalformedReplyException e) {
            found.add(MALFORMED);
        }
        return found;
    }

    @Provide
    Arbitrary<byte[]> octets() {
        Arbitrary<String> line = Arbitraries.of("250 ok", "250-a", "250-", "250", "250 ", "550 5.1.1 no", "354 go", "421 bye",
                "250-mx", "250 2.1.5 Ok", "2500", "250\r", "", "\u0000", "\u00FF\u00FE", "2", "25", "199 x");
        Arbitrary<String> end = Arbitraries.frequencyOf(Tuple.of(12, Arbitraries.just("\r\n")),
                Tuple.of(1, Arbitraries.of("\n", "\r", "\r\r\n", "")));
        Arbitrary<String> likely = Combinators.combine(line, end).as((a, b) -> a + b).list().ofMaxSize(12)
                .map(lines -> String.join("", lines));
        Arbitrary<String> any = Arbitraries.strings().withCharRange('\0', '\u00FF').ofMaxLength(40);
        return Arbitraries.oneOf(likely, any).map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
