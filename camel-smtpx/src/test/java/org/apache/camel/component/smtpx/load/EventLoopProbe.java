/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.client.SmtpClientBuilder;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import reactor.blockhound.BlockHound;

/**
 * A program: sends in every way while BlockHound watches the event loops, and prints each blocking call with its stack.
 * Exit status: 0 for none, 1 for some, 2 when BlockHound cannot be installed, 3 when a message was not delivered or a
 * call that blocks on purpose was not seen.
 */
final class EventLoopProbe {

    static final int NOT_INSTALLED = 2;

    private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();
    private static final Envelope ENVELOPE = Envelope.of("ann@example.com", "bob@example.org", "carol@example.org");

    private EventLoopProbe() {
    }

    public static void main(String[] args) throws Exception {
        try {
            // The initializer of Netty's SslUtils reads /dev/urandom once, which does not wait.
            BlockHound.install(builder -> builder.allowBlockingCallsInside("io.netty.handler.ssl.SslUtils", "<clinit>")
                    .blockingMethodCallback(method -> record(method.toString())));
        } catch (Throwable e) {
            System.out.println("BlockHound cannot be installed: " + e);
            System.exit(NOT_INSTALLED);
            return;
        }
        try (SmtpxTestServer plain = new SmtpxTestServer(); SmtpxTestServer secure = new SmtpxTestServer()) {
            plain.offersAlso("DSN");
            secure.startTls().authenticates("ann", "sesame");
            boolean delivered
                    = send(client(plain)) & send(client(plain).chunking(false)) & send(client(plain).pipelining(false))
                      & send(client(secure).sslContext(trusting(secure)).credentials(Credentials.password("ann", "sesame")));
            refused(client(secure).sslContext(trusting(secure)).credentials(Credentials.password("ann", "wrong")));
            plain.onContent().drop();
            refused(client(plain));
            List<String> found = List.copyOf(CALLS);
            CALLS.clear();
            blockOnPurpose();
            boolean watched = !CALLS.isEmpty();
            found.forEach(System.out::println);
            System.out.println(found.size() + " blocking calls, delivered " + delivered + ", watched " + watched);
            System.exit(!delivered || !watched ? 3 : found.isEmpty() ? 0 : 1);
        }
    }

    private static void record(String method) {
        String stack = Arrays.stream(Thread.currentThread().getStackTrace()).skip(2)
                .map(frame -> "    " + frame).collect(Collectors.joining("\n"));
        CALLS.add(method + " on " + Thread.currentThread().getName() + "\n" + stack);
    }

    private static void blockOnPurpose() throws Exception {
        Thread loop = new FastThreadLocalThread(() -> {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "on purpose");
        loop.start();
        loop.join();
    }

    private static SmtpClientBuilder client(SmtpxTestServer server) {
        return SmtpClient.builder("localhost").port(server.port()).hello("client.example.com").skipBad(true);
    }

    /** Small and large messages from memory, a file and a stream, and the other commands. */
    private static boolean send(SmtpClientBuilder builder) throws Exception {
        byte[] small = "Subject: hello\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] large = "Subject: hello\r\n\r\n".concat("x".repeat(70).concat("\r\n").repeat(4_000))
                .getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(Files.createTempFile("smtpx", ".eml"), large);
        try (SmtpClient client = builder.oneFlight(OneFlight.ALWAYS).maxConnections(2).maxInFlight(4).build()) {
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                for (MessageSource source : List.of(
                        MessageSource.of(small), MessageSource.of(large), MessageSource.of(file),
                        MessageSource.of(() -> new ByteArrayInputStream(large), -1))) {
                    all.add(client.send(ENVELOPE, source).thenApply(outcome -> outcome.any(Fate.DELIVERED)));
                }
            }
            all.add(client.verify("bob@example.org").handle((reply, error) -> true));
            all.add(client.noop().handle((reply, error) -> true));
            boolean delivered = true;
            for (CompletableFuture<Boolean> each : all) {
                delivered &= each.get(60, TimeUnit.SECONDS);
            }
            return delivered;
        } finally {
            Files.delete(file);
        }
    }

    private static void refused(SmtpClientBuilder builder) throws Exception {
        try (SmtpClient client = builder.build()) {
            client.send(ENVELOPE, MessageSource.of("hello\r\n".getBytes(StandardCharsets.US_ASCII)))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static SSLContext trusting(SmtpxTestServer server) throws Exception {
        KeyStore store = server.trustStore();
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
