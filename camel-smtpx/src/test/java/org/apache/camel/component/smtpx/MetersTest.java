/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Micrometer's meters, with and without Micrometer, and what tracing asks an endpoint. */
class MetersTest extends SmtpxTestSupport {

    @BindToRegistry("meters")
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry() {
        @Override
        public Meter remove(Meter meter) {
            beforeRemoval.run();
            return super.remove(meter);
        }
    };
    private volatile Runnable beforeRemoval = () -> {
    };

    @Test
    void countsSendsRecipientsAndOctets() {
        server.onRecipient("eve@example.org").reply("550 5.1.1 no such user");
        server.onRecipient("joe@example.org").reply("450 4.2.1 later");
        deliver("raw=true&" + ENVELOPE, MAIL);
        deliver("raw=true&skipBad=true&sender=ann@example.com&recipients=bob@example.org,eve@example.org,joe@example.org",
                MAIL);
        send("raw=true&sender=ann@example.com&recipients=eve@example.org", MAIL);

        assertThat(count("sends", "outcome", "delivered")).isEqualTo(1);
        assertThat(count("sends", "outcome", "partial")).isEqualTo(1);
        assertThat(count("sends", "outcome", "refused")).isEqualTo(1);
        assertThat(count("sends", "outcome", "unknown")).isZero();
        assertThat(count("recipients", "fate", "delivered")).isEqualTo(2);
        assertThat(count("recipients", "fate", "rejected")).isEqualTo(2);
        assertThat(count("recipients", "fate", "failed")).isEqualTo(1);
        assertThat(meters.get("camel.smtpx.octets").summary().totalAmount()).isEqualTo(3.0 * MAIL.length());
    }

    @Test
    void theOctetsOfAComposedMessageAreThoseThatWereSent() {
        deliver("from=ann@example.com&to=bob@example.org", "Gr\u00FC\u00DFe");
        assertThat(meters.get("camel.smtpx.octets").summary().totalAmount()).isEqualTo(server.message().octets().length);
    }

    @Test
    void timesTheStages() {
        deliver("from=ann@example.com&to=bob@example.org", "Hello");
        for (String stage : new String[] { "compose", "connection", "transaction" }) {
            assertThat(meters.get("camel.smtpx.time").tags("server", server.address(), "stage", stage).timer().count())
                    .as(stage).isEqualTo(1);
        }
        assertThat(meters.get("camel.smtpx.time").tag("stage", "transaction").timer().totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void showsThePool() {
        deliver("raw=true&" + ENVELOPE, MAIL);
        assertThat(gauge("idle")).isEqualTo(1);
        assertThat(gauge("busy")).isZero();
        assertThat(meters.get("camel.smtpx.pending").gauge().value()).isZero();
    }

    @Test
    void theMetersOfAServerThatIsNotUsedAnyMoreAreRemoved() throws Exception {
        SmtpxEndpoint one = context.getEndpoint(smtpx("raw=true&" + ENVELOPE), SmtpxEndpoint.class);
        SmtpxEndpoint other = context.getEndpoint(smtpx("raw=true&hello=x.example.com&" + ENVELOPE), SmtpxEndpoint.class);
        SmtpxProducer first = one.createProducer();
        SmtpxProducer second = other.createProducer();
        first.start();
        second.start();
        assertThat(meters.getMeters()).isNotEmpty();
        first.stop();
        await().untilAsserted(() -> assertThat(one.getConnections()).isZero());
        assertThat(meters.getMeters()).as("another client of the server is in use").isNotEmpty();
        second.stop();
        await().untilAsserted(() -> assertThat(meters.getMeters()).isEmpty());
        first.start();
        assertThat(meters.getMeters()).isNotEmpty();
        first.stop();
    }

    /** A cache of producers evicts the last one of a server while another thread starts one. */
    @Test
    void theMetersOfAProducerThatStartsMeanwhileStay() throws Exception {
        SmtpxEndpoint endpoint = context.getEndpoint(smtpx("raw=true&" + ENVELOPE), SmtpxEndpoint.class);
        SmtpxProducer evicted = endpoint.createProducer();
        SmtpxProducer started = endpoint.createProducer();
        Thread starting = new Thread(started::start);
        evicted.start();
        send(evicted);
        beforeRemoval = () -> {
            if (starting.getState() == Thread.State.NEW) {
                starting.start();
                await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> starting.getState() == Thread.State.BLOCKED
                        || starting.getState() == Thread.State.TERMINATED);
            }
        };
        evicted.stop();
        await().until(() -> starting.getState() != Thread.State.NEW);
        starting.join();
        send(started);
        assertThat(count("sends", "outcome", "delivered")).isPositive();
        started.stop();
    }

    private void send(SmtpxProducer producer) {
        Exchange mail = new DefaultExchange(context);
        mail.getMessage().setBody(MAIL);
        producer.process(mail);
        assertThat(mail.getException()).isNull();
    }

    @Test
    void withoutARegistryNothingIsCounted() throws Exception {
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            other.start();
            Alone.sendBy(other, smtpx("raw=true&" + ENVELOPE));
        }
        assertThat(server.messages()).hasSize(1);
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void micrometerNeedNotBeThere() throws Exception {
        List<URL> without = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            // A native library that goes with its class loader takes the natives of the other one along.
            if (!entry.contains("micrometer") && !entry.contains("netty-transport-native-epoll")) {
                without.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader = new URLClassLoader(without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass(MeterRegistry.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(Alone.class.getName()).getMethod("send", String.class)
                    .invoke(null, smtpx("raw=true&" + ENVELOPE));
        } finally {
            Thread.currentThread().setContextClassLoader(MetersTest.class.getClassLoader());
        }
        assertThat(server.messages()).hasSize(1);
    }

    /** Called by way of another class loader. */
    public static final class Alone {
        private Alone() {
        }

        public static void send(String uri) throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.start();
                sendBy(context, uri);
            }
        }

        static void sendBy(CamelContext context, String uri) throws Exception {
            try (ProducerTemplate producer = context.createProducerTemplate()) {
                producer.sendBody(uri, MAIL);
            }
        }
    }

    @Test
    void tellsTracingWhereItGoes() {
        EndpointServiceLocation location = (EndpointServiceLocation) context.getEndpoint(
                smtpx("raw=true&username=ann&password=secret&starttls=required&" + ENVELOPE));
        assertThat(location.getServiceUrl()).isEqualTo(server.address());
        assertThat(location.getServiceProtocol()).isEqualTo("smtp");
        assertThat(location.getServiceMetadata()).containsEntry("operation", "send").containsEntry("tls", "required");
        assertThat(location.getServiceMetadata().values()).doesNotContain("ann", "secret");
    }

    private double count(String name, String tag, String value) {
        return meters.get("camel.smtpx." + name).tags("server", server.address(), tag, value).counter().count();
    }

    private double gauge(String state) {
        return meters.get("camel.smtpx.connections").tag("state", state).gauge().value();
    }
}
