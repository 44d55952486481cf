/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.converter.stream.CachedOutputStream;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** raw=true: whatever the body is, its octets arrive. */
class RawBodyTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;
    private static final byte[] OCTETS = MAIL.getBytes(StandardCharsets.US_ASCII);
    private static final int MEBI = 1024 * 1024;

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        made.getStreamCachingStrategy().setSpoolEnabled(true);
        made.getStreamCachingStrategy().setSpoolDirectory(folder.toFile());
        made.getStreamCachingStrategy().setSpoolThreshold(MEBI);
        return made;
    }

    @Test
    void sendsAnArrayOfOctets() {
        deliver(RAW, OCTETS);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsATextInUtf8() {
        deliver(RAW, MAIL + "Grüße\r\n");
        assertThat(server.message().text()).isEqualTo(MAIL + "Grüße\r\n");
    }

    @Test
    void sendsATextInTheCharsetOfTheExchange() {
        Exchange exchange = template.request(smtpx(RAW), one -> {
            one.getMessage().setBody(MAIL + "Grüße\r\n");
            one.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
        });
        assertThat(exchange.getException()).isNull();
        assertThat(server.message().octets()).isEqualTo((MAIL + "Grüße\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void sendsAStreamAndClosesIt() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream body = new ByteArrayInputStream(OCTETS) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        deliver(RAW, body);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
        assertThat(closed).isTrue();
    }

    @Test
    void sendsAFile() throws IOException {
        File file = Files.write(folder.resolve("mail.eml"), OCTETS).toFile();
        deliver(RAW, file);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsAPath() throws IOException {
        deliver(RAW, Files.write(folder.resolve("mail.eml"), OCTETS));
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsAFileOfAFileRoute() throws Exception {
        Files.write(folder.resolve("mail.eml"), OCTETS);
        MockEndpoint sent = getMockEndpoint("mock:sent");
        sent.expectedMessageCount(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?initialDelay=0&delay=50").to(smtpx(RAW)).to("mock:sent");
            }
        });
        sent.assertIsSatisfied();
        assertThat(sent.getExchanges().get(0).getMessage().getBody()).isInstanceOf(WrappedFile.class);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsASmallStreamCacheFromItsStart() throws IOException {
        InputStreamCache body = new InputStreamCache(OCTETS);
        assertThat(body.readNBytes(10)).hasSize(10);
        deliver(RAW, body);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsAStreamCacheThatWasSpooledToDisk() throws Exception {
        byte[] big = mail(3 * MEBI);
        Exchange exchange = template.request(smtpx(RAW), one -> {
            CachedOutputStream out = new CachedOutputStream(one);
            out.write(big);
            out.close();
            StreamCache cache = out.newStreamCache();
            assertThat(cache.inMemory()).isFalse();
            one.getMessage().setBody(cache);
        });
        assertThat(exchange.getException()).isNull();
        assertThat(server.message().octets()).isEqualTo(big);
    }

    @Test
    void leavesAStreamCacheReadableForTheRestOfTheRoute() throws Exception {
        InputStreamCache body = new InputStreamCache(OCTETS);
        Exchange exchange = deliver(RAW, body);
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(OCTETS);
    }

    @Test
    void sendsAMimeMessageUnalteredEvenWithoutRaw() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(OCTETS));
        deliver(ENVELOPE, message);
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void sendsWhateverCamelCanMakeAStreamOf() {
        deliver(RAW, new StringBuilder(MAIL));
        assertThat(server.message().octets()).isEqualTo(OCTETS);
    }

    @Test
    void refusesABodyThatIsNoMessage() {
        assertThat(send(RAW, null).getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("body is null");
        assertThat(send(RAW, new Object()).getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("InputStream");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @Test
    void sendsAnEmptyMessage() {
        deliver(RAW, new byte[0]);
        assertThat(server.message().octets()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(send(RAW, folder.resolve("gone.eml").toFile()).getException()).isNotNull()
                .hasStackTraceContaining("gone.eml");
        assertThat(server.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PIPELINING,CHUNKING", "PIPELINING", "CHUNKING", "" })
    void sendsEveryOctetInEveryPlan(String keywords) {
        server.offers(keywords.isEmpty() ? new String[0] : keywords.split(","));
        String tricky = "Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n...\r\nlast without an end";
        deliver(RAW + "&oneFlight=always", tricky.getBytes(StandardCharsets.US_ASCII));
        byte[] big = mail(MEBI);
        deliver(RAW + "&oneFlight=always", new ByteArrayInputStream(big));
        boolean chunked = keywords.contains("CHUNKING");
        assertThat(server.messages().get(0).text()).isEqualTo(chunked ? tricky : tricky + "\r\n");
        assertThat(server.messages().get(1).octets()).isEqualTo(big);
        assertThat(server.messages().get(1).chunks()).isEqualTo(chunked ? server.commands("BDAT").size() - 1 : 0);
    }

    @Test
    void makesEveryLineEndCrLf() {
        deliver(RAW, "Subject: ends\n\none\ntwo\rthree\r\n\n");
        assertThat(server.message().text()).isEqualTo("Subject: ends\r\n\r\none\r\ntwo\r\nthree\r\n\r\n");
    }

    @Test
    void readsAStreamNoFasterThanTheServerTakesIt() throws Exception {
        server.offers("PIPELINING", "CHUNKING");
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        server.on("RCPT").signal(there).hold(gate);
        byte[] big = mail(5 * MEBI);
        AtomicLong read = new AtomicLong();
        InputStream body = new ByteArrayInputStream(big) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                int n = super.read(b, off, len);
                read.addAndGet(Math.max(n, 0));
                return n;
            }

            @Override
            public synchronized int read() {
                int octet = super.read();
                read.addAndGet(octet < 0 ? 0 : 1);
                return octet;
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        var result = template.asyncSend(smtpx(RAW), exchange -> exchange.getMessage().setBody(body));
        assertThat(there.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(read.get()).as("octets read before the server took a recipient").isLessThan(512 * 1024);
        gate.countDown();
        assertThat(result.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat(server.message().octets()).isEqualTo(big);
        assertThat(read.get()).isEqualTo(big.length);
    }

    /** A message of about that size, no two lines alike. */
    private static byte[] mail(int size) {
        StringBuilder text = new StringBuilder(size + 200).append(MAIL);
        Random random = new Random(42);
        while (text.length() < size) {
            text.append(text.length() % 7 == 0 ? "." : "").append(Long.toHexString(random.nextLong())).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Of such a stream 64 KiB are read before a connection is acquired, and the rest is read when RCPT was accepted.
     */
    @ParameterizedTest
    @ValueSource(strings = { "550 5.1.1 no such user", "451 4.2.1 busy" })
    void aLargeStreamIsClosedThoughItsRestIsNotSent(String refusal) {
        server.onRecipient("bob@example.org").reply(refusal);
        for (String options : List.of("", "&synchronous=true")) {
            CountDownLatch closed = new CountDownLatch(1);
            send(RAW + options, new ByteArrayInputStream(new byte[100_000]) {
                @Override
                public void close() {
                    closed.countDown();
                }
            });
            await().untilAsserted(() -> assertThat(closed.getCount()).isZero());
        }
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void aLargeStreamIsClosedWhenThereIsNoConnection() {
        server.onGreeting().reply("554 5.3.2 closed");
        CountDownLatch closed = new CountDownLatch(1);
        send(RAW, new ByteArrayInputStream(new byte[100_000]) {
            @Override
            public void close() {
                closed.countDown();
            }
        });
        await().untilAsserted(() -> assertThat(closed.getCount()).isZero());
    }
}
