/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.internal.dkim.DkimSamples;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signatures verified by dkimpy and Mail::DKIM: on the message as the server received it, and as Postfix passed it on.
 * {@code -Dsmtpx.dkim.times=10} multiplies the number of messages.
 */
@ExtendWith(ServerTally.class)
class DkimIT {

    private static final int TIMES = Integer.getInteger("smtpx.dkim.times", 1);
    private static final int RAW = 300 * TIMES;
    private static final int COMPOSED = 100 * TIMES;

    private static String key;
    private static String record;

    /** The messages are kept when a signature is not verified. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** Where a message is read. */
    enum Way {
        DIRECT {
            @Override
            Peer server() throws Exception {
                return Recorder.on(0, new Mails());
            }
        },
        THROUGH_POSTFIX {
            @Override
            Peer server() {
                return DebianServer.postfix();
            }
        };

        abstract Peer server() throws Exception;
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair keys = generator.generateKeyPair();
        key = "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
        record = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    @ParameterizedTest
    @EnumSource
    void rawMessagesAreVerified(Way way) throws Exception {
        List<Processor> messages = new ArrayList<>();
        for (byte[] message : DkimSamples.raw(20, RAW)) {
            messages.add(exchange -> exchange.getMessage().setBody(message));
        }
        List<Exchange> sent = send(way, "raw=true", messages);

        verified(RAW);
        assertThat(sent).anySatisfy(exchange -> assertThat(exchange.getMessage().getHeader(SmtpxConstants.WARNINGS)).asString()
                .contains("998 octets"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\r\n", "\n", " \r\n", "\t", "From ann Tue Dec  1 10:00:00 2026\n", "words\r\n" })
    void aMessageThatBeginsWithNoFieldIsNotSent(String first) throws Exception {
        String message = first + "From: a@example.com\r\n\r\nHello";
        assertThat(
                send(Way.DIRECT, "raw=true", List.of(exchange -> exchange.getMessage().setBody(message.getBytes(ISO_8859_1)))))
                .allSatisfy(sent -> assertThat(sent.getException()).isInstanceOf(SmtpxPermanentException.class)
                        .hasMessageContaining("does not begin with a header field"));
        verified(0);
    }

    @ParameterizedTest
    @EnumSource
    void composedMessagesAreVerified(Way way) throws Exception {
        Random random = new Random(21);
        List<Processor> messages = new ArrayList<>();
        for (int i = 0; i < COMPOSED; i++) {
            long seed = random.nextLong();
            messages.add(exchange -> DkimSamples.fill(exchange, new Random(seed)));
        }
        send(way, "from=Ann <ann@example.com>&to=bob@example.org&useHeaderSubject=true", messages);

        verified(COMPOSED);
    }

    /** Sends and stores each message as it arrived; the exchanges in the same order. */
    private List<Exchange> send(Way way, String options, List<Processor> messages) throws Exception {
        Peer server = way.server();
        List<String> recipients = new ArrayList<>();
        List<Exchange> sent = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext();
             ProducerTemplate template = context.createProducerTemplate()) {
            context.getPropertiesComponent().addOverrideProperty("key", key);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:signed").to(
                            "smtpx:127.0.0.1:" + server.port() + "?starttls=never&sender=sender@client.test&"
                                             + options
                                             + "&maxPending=5000&dkimDomain=example.com&dkimSelector=mail&dkimKey=RAW({{key}})");
                }
            });
            context.start();
            List<CompletableFuture<Exchange>> sends = new ArrayList<>();
            for (Processor message : messages) {
                String recipient = TestClient.fresh("dkim");
                recipients.add(recipient);
                sends.add(template.asyncSend("direct:signed", exchange -> {
                    message.process(exchange);
                    exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, recipient);
                }));
            }
            for (CompletableFuture<Exchange> send : sends) {
                sent.add(TestClient.result(send));
            }
        }
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).getException() == null) {
                String message = new String(server.mails().arrived(recipients.get(i)).octets(), ISO_8859_1);
                // By BDAT a message may arrive without its last line end, which mailboxes add
                Files.writeString(
                        folder.resolve(String.format("%04d.eml", i)), message.endsWith("\n") ? message : message + "\r\n",
                        ISO_8859_1);
            }
        }
        return sent;
    }

    private void verified(int count) throws Exception {
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(count);
        }
        for (DkimVerifier verifier : DkimVerifier.values()) {
            assertThat(verifier.refused(folder, record)).as(verifier + " " + folder).isEmpty();
        }
    }
}
