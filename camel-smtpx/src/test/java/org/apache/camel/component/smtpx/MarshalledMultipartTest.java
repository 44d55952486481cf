/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code marshal().mimeMultipart()} made arrives octet for octet. */
class MarshalledMultipartTest extends SmtpxTestSupport {

    private static final String COMPOSED = "from=ann@example.com&to=bob@example.org&subject=Pictures";
    private static final String TEXT = "Grüße\r\n.\r\n..from the seaside\r\n";
    private static final byte[] PICTURE = new byte[100_000];

    static {
        new Random(7).nextBytes(PICTURE);
    }

    private byte[] marshalled = new byte[0];
    private String type = "";

    @Test
    void theMultipartIsTheBodyOfTheMessageAndItsTypeTheTypeOfTheMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                kept(from("direct:in").marshal().mimeMultipart("related")).to(smtpx(COMPOSED));
            }
        });
        sendPicture();

        byte[] octets = server.message().octets();
        int end = server.message().text().indexOf("\r\n\r\n") + 2;
        assertThat(Arrays.copyOfRange(octets, end + 2, octets.length)).isEqualTo(marshalled);
        MimeMessage message = read(octets);
        assertThat(message.getHeader("Content-Type")).hasSize(1);
        assertThat(unfolded(message.getContentType())).startsWith("multipart/related").isEqualTo(unfolded(type));
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(message.getHeader("Message-ID")).hasSize(1);
        assertThat(message.getHeader("From")).containsExactly("ann@example.com");
        assertThat(message.getHeader("Subject")).containsExactly("Pictures");
        readerSeesThePicture(message);
    }

    @Test
    void withItsHeadersInItItIsTheMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                kept(from("direct:in").marshal().mimeMultipart("mixed", false, true, "Subject|X-Album", false))
                        .to(smtpx("raw=true&" + ENVELOPE));
            }
        });
        sendPicture();

        assertThat(server.message().octets()).isEqualTo(marshalled);
        MimeMessage message = read(marshalled);
        assertThat(message.getHeader("Subject")).containsExactly("Seaside");
        assertThat(message.getHeader("X-Album")).containsExactly("7");
        readerSeesThePicture(message);
    }

    /** The step of a route that remembers what was marshalled, and leaves the body as it is. */
    private ProcessorDefinition<?> kept(ProcessorDefinition<?> route) {
        return route.process(exchange -> {
            marshalled = Objects.requireNonNull(exchange.getMessage().getBody(byte[].class));
            type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
        });
    }

    private void sendPicture() {
        Exchange exchange = template.request("direct:in", one -> {
            AttachmentMessage message = one.getMessage(AttachmentMessage.class);
            message.setBody(TEXT.getBytes(StandardCharsets.UTF_8));
            message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
            message.setHeader("Subject", "Seaside");
            message.setHeader("X-Album", "7");
            message.addAttachment("sea.png", new DataHandler(new ByteArrayDataSource(PICTURE, "image/png")));
        });
        assertThat(exchange.getException()).isNull();
        assertThat(marshalled).hasSizeGreaterThan(PICTURE.length);
    }

    private static void readerSeesThePicture(MimeMessage message) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo(TEXT);
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(PICTURE);
    }

    private static MimeMessage read(byte[] octets) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    private static String unfolded(String value) {
        return value.replaceAll("\\s+", " ");
    }
}
