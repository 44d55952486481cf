/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Attachments whose source can be read once, in a mail that is sent more than once. */
class ReadOnceAttachmentTest extends SmtpxTestSupport {

    private static final String OPTIONS = "from=ann@example.com&to=bob@example.org";

    @TempDir
    Path spool;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getStreamCachingStrategy().setSpoolEnabled(true);
        camel.getStreamCachingStrategy().setSpoolDirectory(spool.toFile());
        return camel;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1000, 300 * 1024, 3_000_000 })
    void aRedeliverySendsItInFull(int size) throws Exception {
        byte[] octets = octets(size);
        server.on("MAIL").reply("451 4.3.0 later").times(2);
        redelivering(4);
        Exchange exchange = request(new Once(octets));
        assertThat(exchange.getException()).isNull();
        assertThat(attached(server.message())).isEqualTo(octets);
        assertSpoolIsEmpty();
    }

    @Test
    void aSecondEndpointSendsItInFull() throws Exception {
        byte[] octets = octets(400_000);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(smtpx(OPTIONS)).to(smtpx(OPTIONS + "&subject=again"));
            }
        });
        assertThat(request(new Once(octets)).getException()).isNull();
        assertThat(server.messages()).hasSize(2);
        for (ReceivedMessage message : server.messages()) {
            assertThat(attached(message)).isEqualTo(octets);
        }
        assertSpoolIsEmpty();
    }

    @Test
    void theRestOfAStreamIsNotSentForTheWhole() throws Exception {
        redelivering(3);
        InputStream broken = new ByteArrayInputStream(octets(100_000)) {
            private boolean failed;

            @Override
            public synchronized int read(byte[] b, int off, int len) {
                if (!failed && pos > 50_000) {
                    failed = true;
                    throw new IllegalStateException("the network is gone");
                }
                return super.read(b, off, Math.min(len, 1000));
            }

            @Override
            public synchronized byte[] readAllBytes() {
                throw new IllegalStateException("not read at once");
            }

            @Override
            public synchronized long transferTo(OutputStream out) throws IOException {
                byte[] block = new byte[1000];
                for (int n = read(block, 0, 1000); n >= 0; n = read(block, 0, 1000)) {
                    out.write(block, 0, n);
                }
                return 0;
            }
        };
        Exchange exchange = request(new Once(broken));
        assertThat(exchange.getException()).isNotNull();
        assertThat(server.messages()).isEmpty();
        assertSpoolIsEmpty();
    }

    private void redelivering(int times) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(times).redeliveryDelay(0));
                from("direct:start").to(smtpx(OPTIONS));
            }
        });
    }

    private Exchange request(DataSource attached) {
        return template.request("direct:start", exchange -> {
            exchange.getMessage().setBody("see attachment");
            exchange.getMessage(AttachmentMessage.class).addAttachment("a.bin", new DataHandler(attached));
        });
    }

    private void assertSpoolIsEmpty() throws IOException {
        try (Stream<Path> files = Files.walk(spool)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static byte[] attached(ReceivedMessage message) throws Exception {
        MimeMessage read
                = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message.octets()));
        return ((MimeMultipart) read.getContent()).getBodyPart(1).getInputStream().readAllBytes();
    }

    private static byte[] octets(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    /** Gives the same stream each time. */
    private record Once(InputStream stream) implements DataSource {

        Once(byte[] octets) {
            this(new ByteArrayInputStream(octets));
        }

        @Override
        public InputStream getInputStream() {
            return stream;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            throw new IOException("read only");
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getName() {
            return "once";
        }
    }
}
