/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** On which threads messages are signed. */
@Timeout(60)
class DkimThreadsTest extends SmtpxTestSupport {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final Provider HELD = new HeldProvider();
    private static final Set<Thread> SIGNERS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();
    private static final AtomicInteger MOST_UNDER_WAY = new AtomicInteger();
    private static volatile CountDownLatch allSigning = new CountDownLatch(0);

    private static String key;

    /** Signatures of it end when the latch has been counted down by each of them. */
    private static final class HeldProvider extends Provider {
        private static final long serialVersionUID = 1L;

        HeldProvider() {
            super("HeldSignatures", "1", "for tests");
            put("Signature.SHA256withRSA", HeldSignature.class.getName());
        }
    }

    public static final class HeldSignature extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey publicKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) {
        }

        @Override
        protected void engineUpdate(byte octet) {
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
        }

        @Override
        protected byte[] engineSign() {
            SIGNERS.add(Thread.currentThread());
            MOST_UNDER_WAY.accumulateAndGet(UNDER_WAY.incrementAndGet(), Math::max);
            allSigning.countDown();
            try {
                if (!allSigning.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no other signature is under way");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                UNDER_WAY.decrementAndGet();
            }
            return new byte[256];
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            return name;
        }
    }

    @BeforeAll
    static void register() throws NoSuchAlgorithmException {
        Security.addProvider(HELD);
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        key = "-----BEGIN PRIVATE KEY-----" + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
              + "-----END PRIVATE KEY-----";
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(HELD.getName());
    }

    private String signed(String options) {
        return smtpx("from=ann@example.com&to=bob@example.org&subject=hello&dkimDomain=example.com&dkimSelector=s"
                     + "&dkimProvider=HeldSignatures&dkimKey=RAW(" + key + ")" + options);
    }

    /** A started producer, which has tried the provider. */
    private SmtpxProducer producer(String options) throws Exception {
        allSigning = new CountDownLatch(0);
        SmtpxProducer producer = (SmtpxProducer) context.getEndpoint(signed(options)).createProducer();
        context.addService(producer, true, true);
        SIGNERS.clear();
        MOST_UNDER_WAY.set(0);
        return producer;
    }

    private Exchange mail() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("Hello.");
        return exchange;
    }

    /** Sends from the calling thread, which does not wait. */
    private List<CompletableFuture<Exchange>> send(SmtpxProducer producer, int mails) {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            Exchange exchange = mail();
            CompletableFuture<Exchange> done = new CompletableFuture<>();
            producer.process(exchange, doneSync -> done.complete(exchange));
            sent.add(done);
        }
        return sent;
    }

    private static void delivered(List<CompletableFuture<Exchange>> sent) throws Exception {
        for (CompletableFuture<Exchange> each : sent) {
            assertThat(each.get(40, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    /** Each signature ends when as many as there are processors are under way. */
    @Test
    void oneCallerKeepsAllProcessorsBusy() throws Exception {
        SmtpxProducer producer = producer("");
        allSigning = new CountDownLatch(PROCESSORS);
        delivered(send(producer, PROCESSORS));
        assertThat(SIGNERS).hasSize(PROCESSORS).doesNotContain(Thread.currentThread());
        assertThat(server.messages()).hasSize(PROCESSORS);
    }

    @Test
    void noMoreSignaturesThanProcessorsAreUnderWay() throws Exception {
        SmtpxProducer producer = producer("");
        allSigning = new CountDownLatch(PROCESSORS);
        delivered(send(producer, 20 * PROCESSORS));
        assertThat(MOST_UNDER_WAY).hasValue(PROCESSORS);
    }

    @Test
    void callerThatIsTooFastSignsToo() throws Exception {
        SmtpxProducer producer = producer("");
        delivered(send(producer, 1000 * PROCESSORS));
        assertThat(server.messages()).hasSize(1000 * PROCESSORS);
    }

    @Test
    void noConnectionIsOpenedBeforeTheSignature() throws Exception {
        SmtpxProducer producer = producer("");
        allSigning = new CountDownLatch(2);
        List<CompletableFuture<Exchange>> sent = send(producer, 1);
        Awaitility.await().until(() -> !SIGNERS.isEmpty());
        assertThat(server.connections()).isZero();
        allSigning.countDown();
        delivered(sent);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void synchronousEndpointSignsOnTheCallingThread() throws Exception {
        SmtpxProducer producer = producer("&synchronous=true");
        delivered(send(producer, 1));
        assertThat(SIGNERS).containsExactly(Thread.currentThread());
    }

    @Test
    void callerThatWaitsSignsItself() throws Exception {
        SmtpxProducer producer = producer("");
        Exchange exchange = mail();
        producer.process(exchange);
        assertThat(exchange.getException()).isNull();
        assertThat(SIGNERS).containsExactly(Thread.currentThread());
    }
}
