/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A composed message goes in the form that the server takes, and never fails because of it. */
class ComposedFormTest extends SmtpxTestSupport {

    private static final String OPTIONS = "from=ann@example.com&to=bob@example.org";
    private static final String TEXT = "Grüße aus Köln am schönen Rhein";

    @TempDir
    Path folder;

    @Test
    void sendsAnEightBitTextAsItIsWhereTheServerTakesThat() throws Exception {
        deliver(OPTIONS, TEXT);

        assertThat(server.message().parameters()).contains("BODY=8BITMIME");
        assertThat(server.message().text()).contains("Content-Transfer-Encoding: 8bit\r\n").endsWith("\r\n\r\n" + TEXT);
        assertThat(parsed().getContent()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING", "PIPELINING CHUNKING", "SIZE" })
    void encodesAnEightBitTextWhereTheServerDoesNot(String offered) throws Exception {
        server.offers(offered.split(" "));
        deliver(OPTIONS, TEXT);

        assertThat(server.message().parameters()).noneMatch(parameter -> parameter.startsWith("BODY"));
        assertThat(server.message().octets()).doesNotContain((byte) 0xC3);
        assertThat(server.message().text()).contains("Content-Transfer-Encoding: quoted-printable\r\n");
        assertThat(parsed().getContent().toString().stripTrailing()).isEqualTo(TEXT);
    }

    @Test
    void encodesForBodyTypeSevenBit() throws Exception {
        deliver(OPTIONS + "&bodyType=7bit", TEXT);
        assertThat(server.message().parameters()).contains("BODY=7BIT");
        assertThat(server.message().text()).contains("quoted-printable");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 1000, 57 * 1024, 200_000, 1_000_000 })
    void sendsAttachmentsInBinaryWhereTheServerTakesThat(int size) throws Exception {
        server.offersAlso("BINARYMIME");
        byte[] octets = random(size);
        attach(OPTIONS, new ByteArrayDataSource(octets, "application/octet-stream"));

        assertThat(server.message().parameters()).contains("BODY=BINARYMIME", "SIZE=" + server.message().octets().length);
        assertThat(new String(server.message().octets(), StandardCharsets.ISO_8859_1))
                .contains("Content-Transfer-Encoding: binary\r\n").doesNotContain("base64")
                .contains(new String(octets, StandardCharsets.ISO_8859_1));
        assertThat(attached()).isEqualTo(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = { "CHUNKING 8BITMIME", "8BITMIME", "PIPELINING", "BINARYMIME", "SIZE" })
    void sendsAttachmentsInBase64WhereTheServerDoesNot(String offered) throws Exception {
        server.offers(offered.split(" "));
        byte[] octets = random(300_000);
        attach(OPTIONS, new ByteArrayDataSource(octets, "application/octet-stream"));

        assertThat(server.message().parameters()).doesNotContain("BODY=BINARYMIME");
        assertThat(attached()).isEqualTo(octets);
    }

    @Test
    void sendsNothingInBinaryWithoutBdat() throws Exception {
        server.offersAlso("BINARYMIME");
        attach(OPTIONS + "&chunking=never", new ByteArrayDataSource(random(1000), "image/png"));
        assertThat(server.message().chunks()).isZero();
        assertThat(server.message().text()).contains("base64");
    }

    @Test
    void aTextAloneIsNotSentInBinary() throws Exception {
        server.offersAlso("BINARYMIME");
        deliver(OPTIONS, "Hello");
        assertThat(server.message().parameters()).doesNotContain("BODY=BINARYMIME");
    }

    @Test
    void bodyTypeBinarymimeIsAWishWhereTheMessageIsComposed() throws Exception {
        attach(OPTIONS + "&bodyType=binarymime", new ByteArrayDataSource(random(1000), "image/png"));
        assertThat(server.message().text()).contains("base64");
    }

    @Test
    void streamsALargeFileInEitherForm() throws Exception {
        Path file = Files.write(folder.resolve("large.bin"), random(5_000_000));
        attach(OPTIONS, new FileDataSource(file.toFile()));
        assertThat(attached()).isEqualTo(Files.readAllBytes(file));
        assertThat(server.message().octets()).hasSizeGreaterThan(6_600_000);
    }

    @ParameterizedTest
    @ValueSource(strings = { "replyTo=jörg@example.org", "cc=jörg@example.org&recipients=bob@example.org" })
    void anAddressInTheHeaderNeedsSmtpUtf8(String option) {
        Exchange refused = send("from=ann@example.com&to=bob@example.org&" + option, "Hello");
        assertThat(refused.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("jörg@example.org needs SMTPUTF8");
        assertThat(server.messages()).isEmpty();

        server.offersAlso("SMTPUTF8");
        deliver("from=ann@example.com&to=bob@example.org&hello=other.example.com&" + option, "Hello");
        assertThat(server.message().parameters()).contains("SMTPUTF8", "BODY=8BITMIME");
        assertThat(server.message().text()).contains("jörg@example.org");
    }

    @Test
    void aDomainIsWrittenInALabels() {
        deliver("from=ann@bücher.example&to=bob@example.org", "Hello");
        assertThat(server.message().sender()).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(server.message().text()).contains("From: ann@xn--bcher-kva.example\r\n");
    }

    @Test
    void readsAnAttachmentOnce() throws Exception {
        server.offers("SIZE");
        byte[] octets = random(400_000);
        ByteArrayInputStream once = new ByteArrayInputStream(octets);
        attach(OPTIONS, new DataSource() {
            @Override
            public java.io.InputStream getInputStream() {
                return once;
            }

            @Override
            public java.io.OutputStream getOutputStream() {
                throw new UnsupportedOperationException();
            }

            @Override
            public String getContentType() {
                return "application/pdf";
            }

            @Override
            public String getName() {
                return "once.pdf";
            }
        });
        assertThat(attached()).isEqualTo(octets);
    }

    private void attach(String options, DataSource content) {
        Exchange exchange = template.request(smtpx(options), one -> {
            one.getMessage(AttachmentMessage.class).setBody(TEXT);
            one.getMessage(AttachmentMessage.class).addAttachment("it", new DataHandler(content));
        });
        assertThat(exchange.getException()).isNull();
    }

    private MimeMessage parsed() throws Exception {
        byte[] octets = server.message().octets();
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    private byte[] attached() throws Exception {
        Multipart parts = (Multipart) parsed().getContent();
        assertThat(parts.getBodyPart(0).getContent().toString().stripTrailing()).isEqualTo(TEXT);
        return parts.getBodyPart(1).getInputStream().readAllBytes();
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}
