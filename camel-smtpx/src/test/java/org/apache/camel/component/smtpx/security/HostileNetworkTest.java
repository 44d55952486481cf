/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections that break, stall and lie: what is told of them is true, and nothing waits for ever. */
@Timeout(60)
@SuppressWarnings("try") // A route is closed before what its server heard is looked at.
class HostileNetworkTest {

    private static final String TLS = "sslContextParameters=#tls&ssl=true";

    private static MailRoute overTls(ScriptedServer server, String options) throws Exception {
        return new MailRoute(server, TLS + options).bind("tls", TestCertificate.trusting());
    }

    private static void greet(ServerSession session, String... keywords) throws Exception {
        session.say("220 mx.example.test");
        session.expect("EHLO");
        List<String> reply = new ArrayList<>(List.of("250-mx.example.test"));
        Arrays.stream(keywords).forEach(keyword -> reply.add("250-" + keyword));
        reply.add("250 HELP");
        session.say(reply.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aServerThatOffersPipeliningAndBreaksOnAGroupIsNotSentTheMailTwice(boolean reset) throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            greet(session, "PIPELINING");
            session.expect("MAIL");
            if (reset) {
                session.reset();
            } else {
                session.close();
            }
        }); MailRoute route = new MailRoute(server, "oneFlight=always")) {
            route.send("hello");
            route.failed(Stage.MAIL);
            assertThat(server.sessions()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
               value = {
                       "250 2.0.0 queued\\r\\n | true", "250 2.0.0 queued | false", "250 2.0.0 queued\\r | false",
                       "250-2.0.0 queued\\r\\n | false" })
    void onlyAWholeReplyCountsWhereTlsIsCutOff(String last, boolean whole) throws Exception {
        for (boolean politely : new boolean[] { true, false }) {
            try (ScriptedServer server = new ScriptedServer(session -> {
                session.startTls(TestCertificate.GOOD.server());
                greet(session);
                session.expect("MAIL");
                session.say("250 ok");
                session.expect("RCPT");
                session.say("250 ok");
                session.expect("DATA");
                session.say("354 go");
                session.message();
                session.write(last.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII));
                if (politely) {
                    session.close();
                } else {
                    session.cutOff();
                }
            }); MailRoute route = overTls(server, "")) {
                route.send("hello");
                if (whole) {
                    route.delivered();
                } else {
                    assertThat(route.last().getException()).isInstanceOf(SmtpxUnknownOutcomeException.class);
                    assertThat(route.outcome().unknown()).hasSize(1);
                }
                assertThat(server.sessions()).hasSize(1);
            }
        }
    }

    @Test
    void aHandshakeMessageWithoutEndIsNotRead() throws Exception {
        long[] sent = new long[1];
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.take(5);
            // A certificate message of 16 MiB, in records of 16 KiB
            byte[] record = new byte[5 + 16_384];
            record[0] = 0x16;
            record[1] = 3;
            record[2] = 3;
            record[3] = 0x40;
            record[5] = 0x0B;
            Arrays.fill(record, 6, 9, (byte) 0xFF);
            for (int i = 0; i < 4096; i++) {
                session.write(record);
                sent[0] += record.length;
            }
        }); MailRoute route = overTls(server, "")) {
            route.send("hello");
            route.failed(Stage.TLS);
            server.settle();
            assertThat(sent[0]).isLessThan(16 << 20);
        }
    }

    @Test
    void aCertificateChainOfAMegabyteIsNotRead() throws Exception {
        SSLContext endless
                = TestCertificate
                        .context(new KeyManager[] { new LongChain((X509KeyManager) TestCertificate.GOOD.keyManagers()[0]) });
        try (ScriptedServer server = new ScriptedServer(new MailService().implicitTls(endless));
             MailRoute route = overTls(server, "")) {
            route.send("hello");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("the TLS handshake with localhost failed");
        }
    }

    @Test
    void recordsWithoutEndAreHeldToTheDeadlineOfTheHandshake() throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.take(5);
            // Records that a TLS 1.3 client has to pass over (RFC 8446, appendix D.4), one at a time
            for (int i = 0; i < 10_000; i++) {
                session.write(new byte[] { 0x14, 3, 3, 0, 1, 1 });
            }
        }); MailRoute route = overTls(server, "&tlsTimeout=500")) {
            long start = System.nanoTime();
            route.send("hello");
            route.failed(Stage.TLS);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
        }
    }

    @Test
    void aServerThatNegotiatesAgainIsStillTheSameServer() throws Exception {
        SSLContextParameters parameters = TestCertificate.trusting();
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(List.of("TLSv1.2"));
        parameters.setSecureSocketProtocols(protocols);
        MailService service = new MailService();
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.startTls(TestCertificate.GOOD.server());
            session.say("220 mx.example.test");
            session.negotiateAgain();
            service.serve(session);
        }); MailRoute route = new MailRoute(server, TLS).bind("tls", parameters)) {
            route.send("hello");
            route.delivered();
        }
    }

    @Test
    void aServerThatNeverReadsFailsTheMailInTime() throws Exception {
        for (String keyword : List.of("HELP", "CHUNKING")) {
            try (ScriptedServer server = new ScriptedServer(session -> {
                greet(session, keyword);
                session.expect("MAIL");
                session.say("250 ok");
                session.expect("RCPT");
                session.say("250 ok");
                if (!keyword.equals("CHUNKING")) {
                    session.expect("DATA");
                    session.say("354 go");
                }
                // Until the server is closed
                new CountDownLatch(1).await();
            }); MailRoute route = new MailRoute(server, "raw=true&blockTimeout=500&dataTimeout=500&finalTimeout=60000")) {
                route.send(
                        ("Subject: x\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(400_000)).getBytes(StandardCharsets.US_ASCII));
                assertThat(route.failed(route.outcome().stage())).hasMessageContaining("500 ms");
                assertThat(route.outcome().stage()).isIn(Stage.DATA, Stage.CONTENT);
            }
        }
    }

    @Test
    void aServerThatReadsAndNeverAnswersLeavesTheOutcomeUnknown() throws Exception {
        try (ScriptedServer server = new ScriptedServer(session -> {
            greet(session);
            session.expect("MAIL");
            session.say("250 ok");
            session.expect("RCPT");
            session.say("250 ok");
            session.expect("DATA");
            session.say("354 go");
            session.message();
        }); MailRoute route = new MailRoute(server, "finalTimeout=500")) {
            route.send("hello");
            assertThat(route.last().getException()).isInstanceOf(SmtpxUnknownOutcomeException.class)
                    .hasMessageContaining("500 ms");
        }
    }

    @Test
    void aServerThatClosesAllConnectionsAtOnceCostsEachMailOneNewTryAtMost() throws Exception {
        int together = 8;
        AtomicInteger messages = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(together);
        try (ScriptedServer server = new ScriptedServer(session -> {
            greet(session);
            for (String line = session.hear(); line != null; line = session.hear()) {
                if (line.equals("DATA")) {
                    if (messages.get() < together) {
                        all.await(20, TimeUnit.SECONDS);
                    }
                    session.say("354 go");
                    session.message();
                    messages.incrementAndGet();
                }
                session.say("250 ok");
            }
        }); MailRoute route = new MailRoute(server, "maxConnections=" + together)) {
            route.send(exchange -> {
                throw new IllegalStateException("only starts the route");
            });
            sendTogether(route, together);
            assertThat(server.sessions()).hasSize(together);
            for (ServerSession session : List.copyOf(server.sessions())) {
                session.close();
            }

            sendTogether(route, together);
            assertThat(messages).hasValue(2 * together);
            assertThat(server.sessions()).hasSizeBetween(together + 1, 2 * together);
        }
    }

    @Test
    void oneDeadlineCountsForAllAddressesOfAName(@TempDir Path folder) throws Exception {
        String said = ManyAddresses.run(folder);
        assertThat(said).contains("dead.test: delivered").endsWith("ended with 0");
        Matcher after = Pattern.compile("mute.test: failed after ms ([0-9]+)").matcher(said);
        assertThat(after.find()).as(said).isTrue();
        assertThat(Integer.parseInt(after.group(1))).isBetween(600, 4000);
    }

    private static void sendTogether(MailRoute route, int count) throws Exception {
        List<CompletableFuture<Exchange>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(route.context.createProducerTemplate().asyncSend("direct:mail",
                    exchange -> exchange.getMessage().setBody("hello")));
        }
        for (CompletableFuture<Exchange> send : sends) {
            assertThat(send.get().getException()).isNull();
        }
    }

    @Test
    void idleConnectionClosedBy421IsReplacedSilently() throws Exception {
        MailService service = new MailService();
        CountDownLatch gone = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(session -> {
            if (connections.incrementAndGet() > 1) {
                service.play(session);
                return;
            }
            session.say("220 mx.example.test");
            session.expect("EHLO");
            session.say("250 mx.example.test");
            session.expect("MAIL");
            session.say("250 ok");
            session.expect("RCPT");
            session.say("250 ok");
            session.expect("DATA");
            session.say("354 go");
            session.message();
            session.say("250 queued");
            session.say("421 4.4.2 idle for too long");
            session.finish();
            gone.countDown();
        }); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            route.send("hello");
            route.delivered();
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void aSourceThatHangsDoesNotKeepALostConnection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(session -> {
            greet(session);
            session.expect("MAIL");
            session.say("250 ok");
            session.expect("RCPT");
            session.say("250 ok");
            session.expect("DATA");
            session.say("354 go");
            session.take(1000);
            session.say("421 4.4.2 too slow");
            session.close();
        }); MailRoute route = new MailRoute(server, "raw=true")) {
            route.send(new Hanging(200_000, never));
            route.failed(Stage.CONTENT);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aSourceWithoutEndStopsWhenTheServerHasEnough() throws Exception {
        for (String[] keywords : List.of(new String[] {}, new String[] { "CHUNKING" })) {
            AtomicInteger taken = new AtomicInteger();
            try (ScriptedServer server = new ScriptedServer(session -> {
                greet(session, keywords);
                for (String line = session.hear(); line != null; line = session.hear()) {
                    if (line.equals("DATA")) {
                        session.say("354 go");
                        session.take(1_000_000);
                        session.say("552 5.3.4 too much");
                        return;
                    } else if (line.startsWith("BDAT")) {
                        taken.addAndGet(session.take(Integer.parseInt(line.split(" ")[1])).length);
                        session.say(taken.get() > 1_000_000 ? "552 5.3.4 too much" : "250 more");
                    } else {
                        session.say("250 ok");
                    }
                }
            }); MailRoute route = new MailRoute(server, "raw=true&chunkSize=65536")) {
                Endless source = new Endless();
                route.send(source);
                assertThat(route.last().getException()).hasMessageContaining("552 5.3.4 too much");
                assertThat(route.outcome().delivered()).isEmpty();
                assertThat(source.given).isLessThan(64 << 20);
                assertThat(server.heard()).noneMatch(line -> line.endsWith("LAST"));
            }
        }
    }

    /** Gives so many octets and then waits. */
    private static final class Hanging extends InputStream {
        private final CountDownLatch until;
        private int left;

        Hanging(int octets, CountDownLatch until) {
            this.left = octets;
            this.until = until;
        }

        @Override
        public int read() throws IOException {
            if (left-- > 0) {
                return left % 50 == 0 ? '\n' : left % 50 == 1 ? '\r' : 'x';
            }
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }
    }

    /** Never ends. */
    private static final class Endless extends InputStream {
        private volatile long given;

        @Override
        public int read() {
            long at = given++ % 72;
            return at == 70 ? '\r' : at == 71 ? '\n' : 'x';
        }
    }

    /** Shows the one certificate a thousand times. */
    private static final class LongChain extends ForwardingKeys {
        LongChain(X509KeyManager keys) {
            super(keys);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            X509Certificate[] chain = super.getCertificateChain(alias);
            X509Certificate[] longer = new X509Certificate[1 + (1 << 20) / 400];
            Arrays.fill(longer, chain[chain.length - 1]);
            longer[0] = chain[0];
            return longer;
        }
    }
}
