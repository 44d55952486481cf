/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.mail.Reply;

import static org.assertj.core.api.Assertions.assertThat;

class CapabilitiesPropertyTest {

    /** Whatever a server answers to EHLO is read without an exception, and what comes of it stays within its bounds. */
    @Property(tries = 1000)
    void anyReplyToEhloIsRead(@ForAll("ehloLines") List<String> lines) {
        Capabilities offered = Capabilities.ofEhlo(Reply.of(250, lines));

        assertThat(offered.maxSize()).isNotNegative();
        assertThat(offered.authMechanisms()).allMatch(name -> name.matches("[A-Z0-9_-]{1,20}"));
        assertThat(offered.auth() || offered.authMechanisms().isEmpty()).isTrue();
        assertThat(offered.keywords()).hasSizeLessThan(lines.size())
                .allSatisfy(keyword -> {
                    assertThat(keyword).isNotEmpty().doesNotContain(" ", "\t").isEqualTo(keyword.toUpperCase(Locale.ROOT));
                    assertThat(offered.offers(keyword)).isTrue();
                    assertThat(offered.parameters(keyword)).isNotNull();
                });
        assertThat(offered.without(offered.keywords()).keywords()).isEmpty();
    }

    @Property(tries = 500)
    void theFirstLineOffersNothing(@ForAll("ehloLines") List<String> lines, @ForAll("line") String other) {
        List<String> renamed = new ArrayList<>(lines);
        renamed.set(0, other);
        assertThat(Capabilities.ofEhlo(Reply.of(250, renamed))).hasToString(
                Capabilities.ofEhlo(Reply.of(250, lines)).toString());
    }

    @Property(tries = 500)
    void caseDoesNotMatter(@ForAll("ehloLines") List<String> lines) {
        List<String> lower = lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        Capabilities offered = Capabilities.ofEhlo(Reply.of(250, lower));
        Capabilities upper = Capabilities.ofEhlo(Reply.of(250, lower.stream().map(l -> l.toUpperCase(Locale.ROOT)).toList()));
        assertThat(offered.keywords()).isEqualTo(upper.keywords());
        assertThat(offered.authMechanisms()).isEqualTo(upper.authMechanisms());
        assertThat(offered.maxSize()).isEqualTo(upper.maxSize());
    }

    /** From octets on: either the parser finds fault with them, or the reply is read. */
    @Property(tries = 500)
    void anyOctetsAreARefusalOrARepliesCapabilities(@ForAll("ehloLines") List<String> lines) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            octets.append("250").append(i < lines.size() - 1 ? '-' : ' ').append(lines.get(i)).append("\r\n");
        }
        byte[] wire = octets.toString().getBytes(StandardCharsets.UTF_8);
        List<Reply> replies = new ArrayList<>();
        try {
            new ReplyParser(false).feed(wire, 0, wire.length, replies::add);
        } catch (MalformedReplyException e) {
            return;
        }
        assertThat(replies).isNotEmpty().allSatisfy(reply -> assertThat(Capabilities.ofEhlo(reply)).isNotNull());
    }

    @Provide
    Arbitrary<List<String>> ehloLines() {
        return line().list().ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> line() {
        Arbitrary<String> piece = Arbitraries.of("PIPELINING", "SIZE", "AUTH", "AUTH=", "PLAIN", "LOGIN", "STARTTLS", "DSN",
                "8BITMIME", "XVERP=Courier", " ", "\t", "=", "0", "-1", "99999999999999999999", "1000", "scram-sha-256", "\0",
                "\u0131", "\u00DF", "\u017F", "\uFF21", "mx.example.org", "x".repeat(30));
        return Arbitraries.oneOf(piece.list().ofMaxSize(5).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().ofMaxLength(12), Arbitraries.strings().ascii().ofMaxLength(20));
    }
}
