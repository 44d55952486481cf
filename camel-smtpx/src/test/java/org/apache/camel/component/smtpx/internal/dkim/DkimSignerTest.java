/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.apache.camel.component.smtpx.mail.MessageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DkimSignerTest {

    /** RFC 8463, appendix A. */
    private static final String MESSAGE = """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """.replace("\n", "\r\n");
    private static final String BODY_HASH = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
    private static final String UNSIGNED = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
                                           + " d=football.example.com; i=@football.example.com;\r\n"
                                           + " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
                                           + " subject : date : message-id : from : subject : date;\r\n"
                                           + " bh=" + BODY_HASH + ";\r\n b=";
    private static final String SIGNATURE
            = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";

    @Test
    void signsTheExampleOfTheRfcAsTheRfcDoes() throws Exception {
        SignedMessage message = read(MESSAGE);
        assertThat(message.bodyHash()).isEqualTo(BODY_HASH);
        List<String> names = List.of("from", "to", "subject", "date", "message-id", "from", "subject", "date");
        assertThat(DkimSigner.signature(message.fields(), names, UNSIGNED, exampleKey())).isEqualTo(SIGNATURE);
    }

    @Test
    void aSignatureIsOneFieldInShortLines() throws Exception {
        DkimSigner signer = signer("Example.com", "s1");
        String field = new String(
                signer.sign(MessageSource.of(MESSAGE.getBytes(StandardCharsets.US_ASCII))).fields(),
                StandardCharsets.US_ASCII);
        assertThat(field).startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.com;")
                .endsWith("\r\n")
                .contains("bh=" + BODY_HASH);
        assertThat(field.split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThan(79)).hasSizeGreaterThan(3);
        assertThat(field).doesNotContainPattern("\r\n(?! |$)");
    }

    /** RFC 6376, section 3.4.4 and 3.4.5. */
    @ParameterizedTest
    @CsvSource({
            "'', 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "'|', 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "' |\t|', 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" })
    void aBodyOfEmptyLinesIsEmpty(String body, String hash) throws Exception {
        assertThat(read("From: a@b\r\n\r\n" + body.replace("|", "\r\n")).bodyHash()).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = { " C |D \t E||||", "\tC|D E", " C\t|D  E|||", " C|D E ", " C\nD\tE\n" })
    void blanksAndEmptyLinesAtTheEndDoNotCount(String body) throws Exception {
        assertThat(read("From: a@b\r\n\r\n" + body.replace("|", "\r\n")).bodyHash())
                .isEqualTo(read("From: a@b\r\n\r\n C\r\nD E\r\n").bodyHash());
    }

    @Test
    void aFieldIsFoundHoweverItIsWritten() {
        HeaderFields fields = fields("A: X\r\nB : Y\t\r\n\tZ  \r\na:\r\n  W\r\n");
        assertThat(fields.signed(List.of("a", "b", "a", "a", "c"))).isEqualTo("a:W\r\nb:Y Z\r\na:X\r\n");
    }

    @Test
    void readsAMessageInPiecesOfAnySize() throws Exception {
        String large = MESSAGE + "line of the body\r\n".repeat(20_000);
        String hash = read(large).bodyHash();
        assertThat(
                SignedMessage.read(new ByteArrayInputStream(large.replace("\r\n", "\n").getBytes(StandardCharsets.US_ASCII)) {
                    @Override
                    public int read(byte[] octets) {
                        return read(octets, 0, 7);
                    }
                }).bodyHash()).isEqualTo(hash);
    }

    @Test
    void refusesAMessageWithoutFrom() throws Exception {
        DkimSigner signer = signer("example.com", "s1");
        assertThatIllegalArgumentException().isThrownBy(() -> signer.sign(MessageSource.of("X: y\r\n\r\nHello".getBytes(
                StandardCharsets.US_ASCII)))).withMessageContaining("From");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\t", "From ann@example.com Tue Dec  1 2026\r\n", " X: y\r\n", "words\r\n" })
    void refusesAMessageThatDoesNotBeginWithAField(String first) {
        DkimSigner signer = signer("example.com", "s1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(MessageSource.of((first + "\r\n" + MESSAGE).getBytes(StandardCharsets.US_ASCII))))
                .withMessageContaining("does not begin with a header field");
    }

    @Test
    void trimsBlanksAndNoOtherCharacters() {
        HeaderFields fields = fields("A: \f x\u000b \r\nB:\u001fx\u001f\t\r\nC:\u00a0x\u0085\r\n");
        assertThat(fields.signed(List.of("a", "b", "c"))).isEqualTo("a:\f x\u000b\r\nb:\u001fx\u001f\r\nc:\u00a0x\u0085\r\n");
    }

    @Test
    void signsThatThereIsNoFurtherField() throws Exception {
        assertThat(signed("From: a@b.example\r\n\r\n")).containsExactly(
                "from", "from", "sender", "reply-to", "subject", "to", "cc", "mime-version", "content-type",
                "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post");
        assertThat(signed("From: a@b.example\r\nDate: x\r\nMessage-ID: <x>\r\nSubject: x\r\nReferences: <y>\r\n\r\n"))
                .containsSubsequence("from", "from").containsSubsequence("date", "date")
                .containsSubsequence("message-id", "message-id").containsSubsequence("subject", "subject")
                .containsOnlyOnce("references");
    }

    @Test
    void warnsOfALineThatRelaysFold() throws Exception {
        for (String end : new String[] { "\r\n", "\n", "" }) {
            assertThat(warnings(MESSAGE + "x".repeat(998) + end)).isEmpty();
            assertThat(warnings(MESSAGE + "x".repeat(999) + end)).singleElement().asString().contains("998 octets");
        }
        assertThat(warnings("no field\r\nX: y".replaceFirst("^", "From: a@b.example\r\n"))).singleElement().asString()
                .contains("belongs to no field");
    }

    /** OpenDKIM takes both for white space, dkimpy at the ends of a value, Mail::DKIM at its beginning. */
    @ParameterizedTest
    @ValueSource(strings = { "\f", "\u000b" })
    void warnsOfCharactersThatVerifiersTakeForWhiteSpace(String character) throws Exception {
        assertThat(warnings("Subject: a" + character + "b\r\n" + MESSAGE)).singleElement().asString().contains("form feed");
        assertThat(warnings("X-Any: a" + character + "b\r\n" + MESSAGE + character)).isEmpty();
    }

    @Test
    void warnsOfWhiteSpaceBeforeAColon() throws Exception {
        assertThat(warnings("X-Any : y\r\n" + MESSAGE)).singleElement().asString().contains("before its colon");
        assertThat(warnings("X-Any: y : z\r\n\t: z\r\n" + MESSAGE)).isEmpty();
    }

    private static List<String> warnings(String message) throws IOException {
        return signer("example.com", "s1")
                .sign(MessageSource.of(message.getBytes(StandardCharsets.US_ASCII))).warnings();
    }

    /** The names of h=. */
    private static List<String> signed(String message) throws IOException {
        byte[] field = signer("example.com", "s1")
                .sign(MessageSource.of(message.getBytes(StandardCharsets.US_ASCII))).fields();
        String text = new String(field, StandardCharsets.US_ASCII).replaceAll("\\s", "");
        return List.of(text.replaceAll(".*;h=|;.*", "").split(":"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a b", "a;b=c", "example.com\r\nX: y", "a..b", ".a", "ä.example" })
    void refusesADomainThatIsNone(String domain) {
        DkimKey key = exampleKey();
        List<DkimSigner.SelectedKey> keys = List.of(new DkimSigner.SelectedKey("s", key));
        assertThatIllegalArgumentException().isThrownBy(() -> new DkimSigner(domain, keys))
                .withMessageContaining("dkimDomain");
        assertThatIllegalArgumentException().isThrownBy(() -> new DkimSigner.SelectedKey(domain, key))
                .withMessageContaining("dkimSelector");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "secret", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----" })
    void refusesAKeyThatIsNoneWithoutRepeatingIt(String pem) {
        assertThatIllegalArgumentException().isThrownBy(() -> DkimKey.pem(pem))
                .withMessageContaining("private key").withMessageNotContaining("c2VjcmV0").withMessageNotContaining("secret");
    }

    private static DkimSigner signer(String domain, String selector) {
        return new DkimSigner(domain, List.of(new DkimSigner.SelectedKey(selector, exampleKey())));
    }

    private static DkimKey exampleKey() {
        byte[] seed = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        byte[] pkcs8 = java.util.HexFormat.of().parseHex(
                "302e020100300506032b657004220420" + java.util.HexFormat.of().formatHex(seed));
        return DkimKey.pem("-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(pkcs8)
                           + "\n-----END PRIVATE KEY-----\n");
    }

    private static HeaderFields fields(String header) {
        return new HeaderFields(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static SignedMessage read(String message) throws IOException {
        return SignedMessage.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)));
    }
}
