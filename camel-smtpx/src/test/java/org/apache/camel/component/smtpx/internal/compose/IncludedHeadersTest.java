/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.List;

import org.apache.camel.component.smtpx.SmtpxHeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IncludedHeadersTest {

    @Test
    void namesAndPatternsPassInAdditionToTheDefaultList() throws Exception {
        String mail = composing("X-Priority, x-tenant*").header("X-Priority", "1").header("X-Tenant-Id", "7")
                .header("X-Other", "no")
                .header("Comments", "listed").text();
        assertThat(mail).contains("X-Priority: 1\r\n", "X-Tenant-Id: 7\r\n", "Comments: listed\r\n").doesNotContain("X-Other");
    }

    @Test
    void theyPassInAdditionToAStrategy() throws Exception {
        DefaultHeaderFilterStrategy nothing = new DefaultHeaderFilterStrategy();
        nothing.setOutFilterPattern(".*");
        Composing composing = Composing.body("x").header("X-Priority", "1").header("Comments", "no");
        composing.filter = IncludedHeaders.of("X-Priority", nothing);
        assertThat(composing.text()).contains("X-Priority: 1\r\n").doesNotContain("Comments");
    }

    @Test
    void messageIdAndDateOfAReceivedMailAreKept() throws Exception {
        String mail = composing("Message-ID,Date").header("Message-ID", "<1@a.test>")
                .header("Date", "Tue, 1 Dec 2026 08:00:00 +0000")
                .text();
        assertThat(mail).contains("Message-ID: <1@a.test>\r\n", "Date: Tue, 1 Dec 2026 08:00:00 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Bcc", "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "Resent-To", "ARC-Seal",
            "DKIM-Signature",
            "DomainKey-Signature", "Received", "Return-Path", "Delivered-To", "Envelope-To", "Authentication-Results",
            "MIME-Version",
            "CamelSmtpxSender" })
    void neitherANameNorAPatternIncludesATraceOrStructureField(String name) throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> IncludedHeaders.of(name, new SmtpxHeaderFilterStrategy()))
                .withMessage("includeHeaders: " + name + " is not copied from an exchange");
        assertThat(composing("*").contentType("text/plain").header(name, "smuggled").header("X-A", "1").text())
                .contains("X-A: 1\r\n").doesNotContain("smuggled");
    }

    @ParameterizedTest
    @ValueSource(strings = { "X-*-Id", "X A", "X:", "X-\r\nBcc" })
    void refusesWhatIsNoNameOrPattern(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> IncludedHeaders.of(pattern, new SmtpxHeaderFilterStrategy()));
    }

    @Test
    void ofAFieldThatAMessageHasOnceTheFirstOneCounts() throws Exception {
        Composing composing = composing("X-Trace,X-Priority").useHeaders().header("Subject", List.of("first", "second"))
                .header("List-Id", List.of("<one.test>", "<two.test>")).header("X-Priority", new String[] { "1", "5" })
                .header("X-Trace", List.of("a", "b")).header("Comments", List.of("c", "d"));
        assertThat(composing.text()).contains(
                "Subject: first\r\n", "List-Id: <one.test>\r\n", "X-Priority: 1\r\n", "X-Trace: a\r\n", "X-Trace: b\r\n",
                "Comments: c\r\n", "Comments: d\r\n").doesNotContain("second", "two.test", "X-Priority: 5");
    }

    @Test
    void everyHeaderIsUnfolded() throws Exception {
        Composing composing = composing("X-*").useHeaders().to(null)
                .header("Subject", "a long\r\n subject").header("To", "bob@example.net,\r\n\tCarol <carol@example.net>")
                .header("Cc", "\"Dave,\r\n the first\" <dave@example.net>").header("Reply-To", "Ann\r\n <ann@example.org>")
                .header("Organization", "Example\r\n Ltd")
                .header("List-Unsubscribe", "<https://a.test/1>,\r\n <mailto:b@a.test>")
                .header("X-Long", "one\r\n\ttwo");
        assertThat(composing.read().getSubject()).isEqualTo("a long subject");
        assertThat(composing.compose().recipients())
                .containsExactly("bob@example.net", "carol@example.net", "dave@example.net");
        assertThat(composing.text()).contains("Organization: Example Ltd\r\n", "X-Long: one two\r\n");
    }

    @Test
    void anOptionIsUnfoldedToo() throws Exception {
        Composing composing = Composing.body("x").subject("a long\r\n subject").to("bob@example.net,\r\n carol@example.net\n");
        assertThat(composing.read().getSubject()).isEqualTo("a long subject");
        assertThat(composing.compose().recipients()).containsExactly("bob@example.net", "carol@example.net");
    }

    @Test
    void aPlainTextBesideHtmlKeepsItsLineEnds() throws Exception {
        String text = Composing.html("<p>x</p>").header("CamelMailAlternativeBody", "one\r\n  two\r\n").text();
        assertThat(text).contains("one\r\n  two\r\n");
    }

    private static Composing composing(String includeHeaders) {
        Composing composing = Composing.body("x");
        composing.filter = IncludedHeaders.of(includeHeaders, new SmtpxHeaderFilterStrategy());
        return composing;
    }
}
