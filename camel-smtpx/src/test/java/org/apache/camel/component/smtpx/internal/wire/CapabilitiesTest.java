/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.List;

import org.apache.camel.component.smtpx.mail.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CapabilitiesTest {

    private static Capabilities ehlo(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "mx.example.org";
        System.arraycopy(lines, 0, all, 1, lines.length);
        return Capabilities.ofEhlo(Reply.of(250, all));
    }

    @Test
    void knowsEachExtension() {
        Capabilities all = ehlo("PIPELINING", "CHUNKING", "BINARYMIME", "8BITMIME", "SMTPUTF8", "DSN", "SIZE 1000", "STARTTLS",
                "ETRN", "CHECKPOINT", "XVERP", "AUTH PLAIN");
        assertThat(all.pipelining() && all.chunking() && all.binaryMime() && all.eightBitMime() && all.smtpUtf8() && all.dsn()
                && all.size() && all.startTls() && all.etrn() && all.checkpoint() && all.xverp() && all.auth()).isTrue();
        Capabilities none = Capabilities.NONE;
        assertThat(none.pipelining() || none.chunking() || none.binaryMime() || none.eightBitMime() || none.smtpUtf8()
                || none.dsn() || none.size() || none.startTls() || none.etrn() || none.checkpoint() || none.xverp()
                || none.auth()).isFalse();
        assertThat(none.maxSize()).isZero();
        assertThat(none.keywords()).isEmpty();
    }

    @Test
    void doesNotTakeTheFirstLineForAKeyword() {
        Capabilities offered = Capabilities.ofEhlo(Reply.of(250, "STARTTLS PIPELINING", "DSN"));
        assertThat(offered.keywords()).containsExactly("DSN");
        assertThat(Capabilities.ofEhlo(Reply.of(250, "DSN")).dsn()).isFalse();
    }

    @Test
    void readsKeywordsInAnyCaseAndTabs() {
        Capabilities offered = ehlo("pipelining", "Size\t 2000 ", "auth\tplain\tlogin", "8bitMime", "");
        assertThat(offered.pipelining()).isTrue();
        assertThat(offered.maxSize()).isEqualTo(2000);
        assertThat(offered.authMechanisms()).containsExactly("PLAIN", "LOGIN");
        assertThat(offered.offers("8bitmime")).isTrue();
        assertThat(offered.parameters("size")).isEqualTo("2000");
        assertThat(offered.parameters("pipelining")).isEmpty();
        assertThat(offered.parameters("DSN")).isNull();
    }

    @Test
    void mergesBothSpellingsOfAuth() {
        Capabilities offered
                = ehlo("AUTH PLAIN CRAM-MD5", "AUTH=LOGIN PLAIN", "AUTH", "AUTH=", "AUTH NTLM\0 bad! SCRAM-SHA-256");
        assertThat(offered.authMechanisms()).containsExactly("PLAIN", "CRAM-MD5", "LOGIN", "SCRAM-SHA-256").isUnmodifiable();
        assertThat(ehlo("AUTH=LOGIN").authMechanisms()).containsExactly("LOGIN");
        assertThat(ehlo("AUTH").auth()).isTrue();
        assertThat(ehlo("AUTH").authMechanisms()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "SIZE", "SIZE 0", "SIZE -1", "SIZE abc", "SIZE 99999999999999999999", "SIZE 10 MB", "SIZE +5" })
    void knowsNoLimitWhenNoneCanBeRead(String line) {
        assertThat(ehlo(line).size()).isTrue();
        assertThat(ehlo(line).maxSize()).isZero();
    }

    @Test
    void knowsTheLimitsOfMessagesRecipientsAndDomains() {
        Capabilities offered = ehlo("limits RcptMax=20 MAILMAX=5 FUTURE RCPTDOMAINMAX=3 OTHER=x");
        assertThat(offered.maxRecipients()).isEqualTo(20);
        assertThat(offered.maxMessages()).isEqualTo(5);
        assertThat(offered.maxRecipientDomains()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "LIMITS", "LIMITS RCPTMAX", "LIMITS RCPTMAX=", "LIMITS RCPTMAX=0", "LIMITS RCPTMAX=-1",
            "LIMITS RCPTMAX=1.5", "LIMITS RCPTMAX=99999999999999999999", "LIMITS =5", "LIMITS XRCPTMAX=5", "SIZE" })
    void knowsNoLimitOfRecipientsWhenNoneCanBeRead(String line) {
        assertThat(ehlo(line).maxRecipients()).isZero();
    }

    @Test
    void takesAKeywordWithAnEqualsSignForAnother() {
        assertThat(ehlo("XVERP=Courier").xverp()).isFalse();
        assertThat(ehlo("XVERP=Courier").offers("XVERP=Courier")).isTrue();
    }

    @Test
    void takesTheLastOfAKeywordGivenTwice() {
        assertThat(ehlo("SIZE 100", "DSN", "size 200").maxSize()).isEqualTo(200);
    }

    @Test
    void isNotConfusedByAnOkInTheLastLine() {
        assertThat(ehlo("SIZE 7", "Ok SESSIONID=<x>").maxSize()).isEqualTo(7);
    }

    @Test
    void switchesExtensionsOff() {
        Capabilities offered = ehlo("PIPELINING", "AUTH PLAIN", "SIZE 9", "DSN");
        Capabilities fewer = offered.without(List.of("pipelining", "Auth", "SIZE", "ETRN"));
        assertThat(fewer.keywords()).containsExactly("DSN").isUnmodifiable();
        assertThat(fewer.authMechanisms()).isEmpty();
        assertThat(fewer.maxSize()).isZero();
        assertThat(offered.pipelining()).isTrue();
        assertThat(offered.without(List.of("ETRN"))).isSameAs(offered);
    }
}
