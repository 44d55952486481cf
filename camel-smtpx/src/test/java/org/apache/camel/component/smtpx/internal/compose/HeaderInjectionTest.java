/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HeaderInjectionTest {
    private static final byte[] OCTETS = { 1, 2, 3 };

    @ParameterizedTest
    @ValueSource(strings = {
            "hi\r\nBcc: v@x", "hi\n.\r\n", "hi\rthere", "hi\0there", "hi\n there", "hi\r\n", "hi\r\n \r\nbody" })
    void refusesALineEndOrNulInASubject(String subject) {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").subject(subject)::composer)
                .withMessageContaining("subject");
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.headers(new HashMap<>(Map.of("Subject", subject))).useHeaders()::compose)
                .withMessageContaining("Subject");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "hi\r\nBcc: v@x", "hi\n.\r\n", "hi\rthere", "hi\0there", "hi\r\n\r\nbody", "hi\r\n \r\nbody", "hi\n there" })
    void refusesALineEndOrNulInAnotherHeader(String value) {
        for (String name : List.of("Comments", "References", "In-Reply-To")) {
            assertThatIllegalArgumentException().isThrownBy(Composing.body("x").header(name, value)::compose)
                    .withMessageContaining(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bob@example.net\r\nBcc: v@x", "\"a\r\nb\"@example.net", "Bob\n<bob@example.net>", "a\0@example.net",
            "=?UTF-8?Q?Bob=0D=0ABcc:_eve?= <bob@example.net>", "bob@example.net\u0085", "b\u2028ob@example.net" })
    void refusesAControlCharacterInAMailbox(String mailbox) {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").to(mailbox)::composer)
                .withMessageStartingWith("to: ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "X\r\nBcc", "X\nBcc", "X\r", "X\0" })
    void refusesALineEndOrNulInAHeaderName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.headers(new HashMap<>(Map.of(name, "1"))).allHeaders()::compose)
                .withMessageContaining("header name");
    }

    @ParameterizedTest
    @ValueSource(strings = { "X\r\n Bcc", "X:Y", "X Y", "", "Xé", "X\u007f" })
    void leavesOutWhatIsNotAHeaderName(String name) throws Exception {
        Composing composing = Composing.headers(new HashMap<>(Map.of(name, "eve"))).allHeaders();
        assertThat(composing.compose().warnings()).singleElement().asString().contains("no header name");
        assertThat(composing.text()).doesNotContain("eve");
    }

    @Test
    void refusesAnObjectThatIsNoText() {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").header("Comments", Map.of("a", 1))::compose)
                .withMessageContaining("Comments");
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.body("x").to(null).header("To", new Object[] { null }).useHeaders()::compose)
                .withMessageContaining("To");
        assertThatIllegalArgumentException()
                .isThrownBy(Composing.body("x").to(null).header("To", List.of(List.of("a@b.example"))).useHeaders()::compose)
                .withMessageContaining("To");
    }

    @Test
    void refusesABodyThatHasNoTextButTheNameOfItsClass() {
        assertThatIllegalArgumentException().isThrownBy(Composing.body(new Object())::compose)
                .withMessageContaining("no way from java.lang.Object to String");
        assertThatIllegalArgumentException().isThrownBy(Composing.body(new int[] { 1 })::compose)
                .withMessageContaining("no way from [I to String");
    }

    @Test
    void leavesOutAWordThatNoLineCanHold() throws Exception {
        Composing composing = Composing.body("x").header("Auto-Submitted", "a".repeat(20_000));
        assertThat(composing.compose().warnings()).singleElement().asString().contains("Auto-Submitted");
        assertThat(composing.text()).doesNotContain("Auto-Submitted");
    }

    @Test
    void encodesAWordThatNoLineCanHoldInAText() throws Exception {
        for (int length : new int[] { 900, 901, 1500, 20_000 }) {
            Composing composing = Composing.body("x").subject("a".repeat(length));
            assertThat(composing.longestLine()).isLessThanOrEqualTo(998);
            assertThat(composing.read().getSubject()).isEqualTo("a".repeat(length));
        }
    }

    @Test
    void doesNotCutALetterToALineEnd() throws Exception {
        // U+760D and U+760A end in the octets of CR and LF
        Composing composing = Composing.body("x").to("a\u760d\u760aBcc@example.net").subject("\u760d\u760aBcc: eve");
        assertThat(composing.compose().needsUtf8()).isTrue();
        assertThat(composing.text()).doesNotContain("\nBcc");
        assertThat(composing.read().getSubject()).isEqualTo("\u760d\u760aBcc: eve");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "text/plain\r\nBcc: eve", "text/plain; x=\"a\r\nBcc: eve\"", "text/plain; x*=utf-8''a%0D%0ABcc%3A%20eve" })
    void refusesALineEndInAContentType(String type) {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").contentType(type)::compose);
        assertThatIllegalArgumentException().isThrownBy(Composing.body("x").header("Content-Type", type)::compose);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "text/plain\r\nBcc: eve", "text/plain; x=\"a\r\nBcc: eve\"", "text/plain; x*=utf-8''a%0D%0ABcc%3A%20eve" })
    void replacesATypeOfAnAttachmentWithALineEnd(String type) throws Exception {
        Composing composing = Composing.body("x").attach("a", type, OCTETS);
        assertThat(composing.readMultipart().getBodyPart(1).isMimeType("application/octet-stream")).isTrue();
        assertThat(composing.text()).doesNotContain("\nBcc");
        assertThat(composing.compose().warnings()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a.txt\"; x=\"y", "a.txt\r\nBcc: eve@example.com", "a.txt\r\n\r\nbody", "a;b=c.txt", "a\\\"b", "a\0b.txt",
            "=?UTF-8?Q?a=0D=0ABcc:_eve?=" })
    void keepsAFileNameInItsParameter(String name) throws Exception {
        Composing composing = Composing.body("x").attach(name, "application/pdf", OCTETS);
        var part = composing.readMultipart().getBodyPart(1);
        var disposition = new jakarta.mail.internet.ContentDisposition(part.getHeader("Content-Disposition")[0]);
        assertThat(java.util.Collections.list(disposition.getParameterList().getNames())).containsExactly("filename");
        assertThat(disposition.getParameter("filename")).isEqualTo(name.replaceAll("[\r\n\0]", "_"));
        var type = new jakarta.mail.internet.ContentType(part.getContentType());
        assertThat(java.util.Collections.list(type.getParameterList().getNames())).containsExactly("name");
        assertThat(composing.text()).doesNotContain("\nBcc");
        assertThat(composing.readMultipart().getCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Content-ID", "Content-Description", "Content-Disposition", "Content-Location", "Content-Type" })
    void leavesOutAnAttachmentsHeaderWithALineEnd(String header) throws Exception {
        Composing composing = Composing.body("x").attach("a", "a/b", OCTETS, header, "inline\r\nBcc: eve@example.com");
        assertThat(composing.text()).doesNotContain("\nBcc").doesNotContain("eve@");
        assertThat(composing.compose().warnings()).singleElement().asString().contains(header);
    }

    @Test
    void cleansAFileNameHiddenInADisposition() throws Exception {
        Composing composing = Composing.body("x").attach("a", "a/b", OCTETS, "Content-Disposition",
                "attachment; filename*=utf-8''a%0D%0ABcc%3A%20eve");
        assertThat(composing.readMultipart().getBodyPart(1).getFileName()).isEqualTo("a__Bcc: eve");
        assertThat(composing.text()).doesNotContain("\nBcc");
    }
}
