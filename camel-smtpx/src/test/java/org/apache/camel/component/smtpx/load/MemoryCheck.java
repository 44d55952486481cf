/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends streams through a route in a JVM that is too small to hold them: one of 2 GiB with BDAT, with DATA and over
 * TLS, or many at once. Ends with a status other than 0 unless the server has counted every octet.
 */
public final class MemoryCheck {

    private static final byte[] LINE = ("0123456789".repeat(7) + "012345\r\n").getBytes(StandardCharsets.US_ASCII);

    private static @Nullable Path file;

    private MemoryCheck() {
    }

    /** {@code one GIBIBYTES} or {@code many MESSAGES}. */
    public static void main(String[] args) throws Exception {
        boolean good;
        if (args[0].equals("one")) {
            long size = Long.parseLong(args[1]) << 30;
            good = run("BDAT", Drain.clear(), true, 1, size, "")
                   & run("DATA", Drain.clear(), false, 1, size, "")
                   & run("TLS", tls(), true, 1, size, "&ssl=true&hostnameVerification=false&sslContextParameters=#tls");
        } else {
            int count = Integer.parseInt(args[1]);
            good = run("BDAT", Drain.clear(), true, count, 1 << 20, "&maxConnections=50&maxPending=100000")
                   & run("DATA", Drain.clear(), false, count, 1 << 20, "&maxConnections=50&maxPending=100000");
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean run(String name, ServerSocket listener, boolean chunking, int count, long about, String options)
            throws Exception {
        long size = about / LINE.length * LINE.length;
        long began = System.nanoTime();
        CamelContext camel = new DefaultCamelContext();
        try (Drain drain = new Drain(listener, chunking)) {
            if (options.contains("#tls")) {
                camel.getRegistry().bind("tls", trusting());
            }
            String uri = "smtpx:localhost:" + drain.port() + "?raw=true&sender=ann@example.com&recipients=bob@example.org"
                         + options;
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    // A cached stream would be in memory as a whole.
                    from("direct:in").streamCache("false").to(uri);
                }
            });
            camel.start();
            int delivered = send(camel, count, size);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            boolean good = delivered == count && drain.messages() == count && drain.octets() == count * size;
            System.out.printf(
                    "%-4s  %,d messages of %,d octets: %d delivered, %,d octets counted, heap of %d MiB, %,d ms  %s%n",
                    name, count, size, delivered, drain.octets(), Runtime.getRuntime().maxMemory() >> 20, millis,
                    good ? "ok" : "NOT OK");
            return good;
        } finally {
            camel.stop();
        }
    }

    private static int send(CamelContext camel, int count, long size) throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(count);
        AsyncProducer route = camel.getEndpoint("direct:in").createAsyncProducer();
        route.start();
        for (int i = 0; i < count; i++) {
            Exchange exchange = route.getEndpoint().createExchange();
            exchange.getMessage().setBody(new Lines(size));
            route.process(exchange, synchronously -> {
                Object outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME);
                if (outcome instanceof Outcome.Delivered) {
                    delivered.incrementAndGet();
                } else {
                    System.err.println(outcome + " " + exchange.getException());
                }
                open.countDown();
            });
        }
        open.await();
        return delivered.get();
    }

    /** Lines without end, up to a size. */
    private static final class Lines extends InputStream {
        private final long size;
        private long position;

        Lines(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return position == size ? -1 : LINE[(int) (position++ % LINE.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int from = (int) (position % LINE.length);
            int count = (int) Math.min(Math.min(length, LINE.length - from), size - position);
            System.arraycopy(LINE, from, into, offset, count);
            position += count;
            return count;
        }
    }

    private static ServerSocket tls() throws Exception {
        SSLContextParameters parameters = new SSLContextParameters();
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store());
        keys.setKeyPassword("changeit");
        parameters.setKeyManagers(keys);
        SSLContext context = parameters.createSSLContext(new DefaultCamelContext());
        return context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static SSLContextParameters trusting() throws Exception {
        SSLContextParameters parameters = new SSLContextParameters();
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store());
        parameters.setTrustManagers(trust);
        return parameters;
    }

    /** A certificate for this run, made by the JDK's keytool. */
    private static synchronized KeyStoreParameters store() throws Exception {
        if (file == null) {
            Path made = Files.createTempDirectory("smtpx-memory").resolve("key.p12");
            Process keytool = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "k",
                    "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore",
                    made.toString(), "-storepass", "changeit").redirectErrorStream(true).redirectOutput(
                            made.resolveSibling("log").toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            file = made;
        }
        KeyStoreParameters parameters = new KeyStoreParameters();
        parameters.setResource("file:" + file);
        parameters.setPassword("changeit");
        parameters.setType("PKCS12");
        return parameters;
    }
}
