/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Signed messages as the server got them, verified by Apache James' library. */
class DkimTest extends SmtpxTestSupport {

    private static final KeyPair KEYS = keys();
    private static final String OPTIONS = "from=ann@example.com&to=bob@example.org&subject=Grüße";

    @TempDir
    Path folder;

    private String dkim;

    @BeforeEach
    void writeTheKey() throws Exception {
        Path key = folder.resolve("dkim.pem");
        Files.writeString(key, pem(KEYS));
        dkim = "&dkimDomain=example.com&dkimSelector=mail&dkimKey=file:" + key;
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING CHUNKING 8BITMIME", "PIPELINING 8BITMIME", "SIZE" })
    void aComposedMessageIsSigned(String offered) throws Exception {
        server.offers(offered.split(" "));
        deliver(OPTIONS + dkim, "Grüße.\n\n.dots\n  blanks  \n\n");
        SignatureRecord signature = verified();
        assertThat(signature.getDToken().toString()).isEqualTo("example.com");
        assertThat(signature.getHeaders()).map(CharSequence::toString)
                .contains("from", "to", "subject", "date", "message-id", "content-type");
        assertThat(server.message().text()).startsWith("DKIM-Signature: ").contains("quoted-printable");
    }

    @ParameterizedTest
    @CsvSource({ "faß.example,xn--fa-hia.example", "Bücher.example,xn--bcher-kva.example" })
    void aDomainWithUmlautsIsSignedForByItsName(String domain, String inDns) throws Exception {
        deliver(OPTIONS + dkim.replace("example.com", domain).replace("=mail", "=März"), "Grüße.");
        SignatureRecord signature = verified();
        assertThat(signature.getDToken()).hasToString(inDns);
        assertThat(signature.getSelector()).hasToString("xn--mrz-qla");
    }

    @Test
    void aComposedMessageWithALargeAttachmentIsSigned() throws Exception {
        server.offersAlso("BINARYMIME");
        byte[] octets = new byte[1_000_000];
        new Random(1).nextBytes(octets);
        Exchange exchange = template.request(smtpx(OPTIONS + dkim), one -> {
            one.getMessage(AttachmentMessage.class).setBody("see attachment");
            one.getMessage(AttachmentMessage.class).addAttachment("a.bin",
                    new DataHandler(new ByteArrayDataSource(octets, "application/octet-stream")));
        });
        assertThat(exchange.getException()).isNull();
        verified();
    }

    @ParameterizedTest
    // jdkim has another hash for an empty body than RFC 6376, section 3.4.4; DkimSignerTest has that of the RFC
    @ValueSource(strings = { "Hello\r\n", "no line end", "a\nb\r\n\r\n\r\n", ".\r\n..\r\n" })
    void aRawMessageIsSignedAndOtherwiseUnaltered(String body) throws Exception {
        String mail = "From:  Ann <ann@example.com>\r\nSubject: a\r\n\tb\r\nX: y\r\n\r\n" + body;
        deliver("raw=true&" + ENVELOPE + dkim, mail);
        verified();
        assertThat(server.message().text()).endsWith("\r\n" + mail.replaceAll("(?<!\r)\n", "\r\n"));
    }

    @Test
    void aStreamThatCanBeReadOnceIsSigned() throws Exception {
        byte[] mail = (MAIL + "Hello.\r\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        deliver("raw=true&" + ENVELOPE + dkim, new ByteArrayInputStream(mail) {
        });
        verified();
        byte[] octets = server.message().octets();
        assertThat(Arrays.copyOfRange(octets, octets.length - mail.length, octets.length)).isEqualTo(mail);
    }

    @Test
    void aChangedMessageIsNotVerified() {
        deliver(OPTIONS + dkim, "Pay 100 to Ann");
        byte[] changed = server.message().text().replace("Pay 100", "Pay 900").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> verify(changed)).hasMessageContaining("bodyhash");
        byte[] added = ("From: eve@example.net\r\n" + server.message().text()).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> verify(added)).isInstanceOf(Exception.class);
    }

    /** Each signature is over the message without the other one. */
    @Test
    void twoKeysSignTwice() throws Exception {
        KeyPair ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path second = Files.writeString(folder.resolve("ed25519.pem"), pem(ed25519));
        deliver(OPTIONS + dkim.replace("=mail", "=mail, modern") + ",file:" + second, "Hello.");
        String text = server.message().text();
        assertThat(text.split("DKIM-Signature: ")).hasSize(3);
        assertThat(text).containsSubsequence(
                "a=rsa-sha256", "d=example.com;", "s=mail;", "a=ed25519-sha256", "d=example.com;", "s=modern;");
        // jdkim has no Ed25519
        String unsigned = text.substring(text.indexOf("\r\nDate:") + 2);
        String first = text.substring(0, text.indexOf("DKIM-Signature: ", 1));
        assertThat(verify((first + unsigned).getBytes(StandardCharsets.UTF_8))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({ "auto", "SunRsaSign" })
    void namedProviderSigns(String provider) throws Exception {
        deliver(OPTIONS + dkim + "&dkimProvider=" + provider, "Hello.");
        verified();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "dkimDomain=example.com", "dkimDomain=example.com&dkimSelector=s",
            "dkimDomain=example.com&dkimSelector=s&dkimKey=RAW(-----BEGIN secret)",
            "dkimDomain=a b&dkimSelector=s&dkimKey=KEY", "dkimDomain=a&dkimSelector=s&dkimKey=KEY&bodyType=binarymime",
            "dkimDomain=example.com&dkimSelector=s&dkimKey=file:/no/such/secret.pem",
            "dkimDomain=example.com&dkimSelector=s,t&dkimKey=KEY", "dkimDomain=example.com&dkimSelector=s&dkimKey=KEY,KEY",
            "dkimDomain=example.com&dkimSelector=s&dkimKey=KEY&dkimProvider=none",
            "dkimDomain=example.com&dkimSelector=s&dkimKey=KEY&dkimProvider=SUN" })
    void missingOrInvalidDkimOptionFailsTheRouteAtStart(String options) throws Exception {
        String uri = smtpx(OPTIONS + "&" + options.replace("KEY", "file:" + folder.resolve("dkim.pem")));
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:signed").to(uri);
            }
        })).isInstanceOf(FailedToStartRouteException.class).message().doesNotContain("BEGIN secret");
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
               + "\n-----END PRIVATE KEY-----\n";
    }

    private SignatureRecord verified() throws Exception {
        List<SignatureRecord> signatures = verify(server.message().octets());
        assertThat(signatures).hasSize(1);
        return signatures.get(0);
    }

    private static List<SignatureRecord> verify(byte[] octets) throws Exception {
        String record = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
        return new DKIMVerifier((method, selector, domain) -> List.of(record)).verify(new ByteArrayInputStream(octets));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
