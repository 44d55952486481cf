/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.observe.SmtpxConsole;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** JMX, the developer console and the health check tell the truth. */
@Timeout(60)
class InsightTest {

    private static final String JMX_OFF = "org.apache.camel.jmx.disabled";

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    private final CountDownLatch gate = new CountDownLatch(1);
    private String jmx;
    private DefaultCamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        jmx = System.getProperty(JMX_OFF, "false");
        System.setProperty(JMX_OFF, "false");
        context = new DefaultCamelContext();
        context.getCamelContextExtension().setName("insight");
        context.getManagementStrategy().getManagementAgent().setRegisterAlways(true);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        context.stop();
        System.setProperty(JMX_OFF, jmx);
    }

    private SmtpxEndpoint endpoint(String options) {
        if (!context.isStarted()) {
            context.start();
            template = context.createProducerTemplate();
        }
        return context.getEndpoint("smtpx:" + server.address() + "?raw=true&sender=ann@example.com" + options,
                SmtpxEndpoint.class);
    }

    private Exchange send(SmtpxEndpoint endpoint, String recipients) {
        return template.send(endpoint, exchange -> {
            exchange.getMessage().setBody(SmtpxTestSupport.MAIL);
            exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, recipients);
        });
    }

    /** One mail delivered, one to three of whom one gets it, one refused, one whose fate is unknown. */
    private void mixedOutcomes(SmtpxEndpoint endpoint) {
        server.onRecipient("bad@example.org").reply("550 5.1.1 no such user");
        server.onRecipient("busy@example.org").reply("450 4.2.1 busy");
        send(endpoint, "bob@example.org");
        send(endpoint, "bob@example.org,bad@example.org,busy@example.org");
        send(endpoint, "bad@example.org");
        server.onContent().times(1).drop();
        send(endpoint, "bob@example.org");
    }

    private static Object attribute(SmtpxEndpoint endpoint, String name) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        List<ObjectName> found = beans
                .queryNames(new ObjectName("org.apache.camel:context=insight,type=endpoints,*"), null).stream()
                .filter(bean -> bean.getKeyProperty("name").contains("smtpx")).toList();
        assertThat(found).as("beans of %s", endpoint).hasSize(1);
        return beans.getAttribute(found.get(0), name);
    }

    @Test
    void jmxCountsMessagesAndRecipientsByFate() throws Exception {
        SmtpxEndpoint endpoint = endpoint("&skipBad=true");
        mixedOutcomes(endpoint);
        assertThat(attribute(endpoint, "Messages")).isEqualTo(4L);
        assertThat(attribute(endpoint, "Delivered")).isEqualTo(2L);
        assertThat(attribute(endpoint, "Rejected")).isEqualTo(2L);
        assertThat(attribute(endpoint, "Failed")).isEqualTo(1L);
        assertThat(attribute(endpoint, "Unknown")).isEqualTo(1L);
        assertThat(attribute(endpoint, "LastError")).asString().matches("\\d{4}-\\d\\d-\\d\\dT.*Z .*closed.*");
    }

    @Test
    void jmxShowsBusyIdleAndPendingCounts() throws Exception {
        SmtpxEndpoint endpoint = endpoint("&maxConnections=1&maxInFlight=1");
        assertThat(attribute(endpoint, "Connections")).isEqualTo(0);
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().times(1).signal(arrived).hold(gate);
        CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(() -> send(endpoint, "bob@example.org"));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Exchange> second = CompletableFuture.supplyAsync(() -> send(endpoint, "eve@example.org"));
        await().untilAsserted(() -> assertThat(attribute(endpoint, "Pending")).isEqualTo(1));
        assertThat(attribute(endpoint, "Connections")).isEqualTo(1);
        assertThat(attribute(endpoint, "ConnectionsInUse")).isEqualTo(1);
        assertThat(attribute(endpoint, "IdleConnections")).isEqualTo(0);
        gate.countDown();
        assertThat(first.get().getException()).isNull();
        assertThat(second.get().getException()).isNull();
        await().untilAsserted(() -> assertThat(attribute(endpoint, "IdleConnections")).isEqualTo(1));
        assertThat(attribute(endpoint, "ConnectionsInUse")).isEqualTo(0);
        assertThat(attribute(endpoint, "Pending")).isEqualTo(0);
        assertThat(attribute(endpoint, "LastError")).isNull();
    }

    @Test
    void theLastErrorIsPrintableAndCapped() throws Exception {
        SmtpxEndpoint endpoint = endpoint("");
        server.on("MAIL").reply("550 5.7.1 \u001b[31m" + "no ".repeat(600));
        send(endpoint, "bob@example.org");
        String error = (String) attribute(endpoint, "LastError");
        assertThat(error).contains("MAIL: 550 5.7.1").hasSizeLessThan(400);
        assertThat(error.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
    }

    @Test
    void theConsoleShowsTheSameInTextAndJson() throws Exception {
        SmtpxEndpoint endpoint = endpoint("&skipBad=true");
        mixedOutcomes(endpoint);
        SmtpxConsole console = new SmtpxConsole();
        console.setCamelContext(context);
        assertThat((String) console.call(MediaType.TEXT)).contains("server: " + server.address(), "messages: 4", "delivered: 2",
                "rejected: 2", "failed: 1", "unknown: 1", "pending: 0", "lastError: ");
        JsonObject json = (JsonObject) Jsoner.deserialize(Jsoner.serialize(console.call(MediaType.JSON)));
        List<JsonObject> endpoints = json.getCollection("endpoints");
        assertThat(endpoints).singleElement().satisfies(shown -> {
            assertThat(shown.getString("server")).isEqualTo(server.address());
            assertThat(shown.getLong("messages")).isEqualTo(4);
            assertThat(shown.getLong("delivered")).isEqualTo(2);
            assertThat(shown.getLong("rejected")).isEqualTo(2);
            assertThat(shown.getLong("failed")).isEqualTo(1);
            assertThat(shown.getLong("unknown")).isEqualTo(1);
            assertThat(shown.getString("lastError")).contains("closed");
        });
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false, "full").stream()
                .filter(result -> result.getCheck().getId().contains("smtpx")).findFirst().orElse(null);
    }

    /** What {@code camel.health.producersEnabled=true} does. */
    private void watchProducers() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        HealthCheckRepository producers = (HealthCheckRepository) registry.resolveById("producers");
        producers.setEnabled(true);
        registry.register(producers);
    }

    private void watched(String options) throws Exception {
        watchProducers();
        endpoint(options).createProducer().start();
    }

    @Test
    void theHealthCheckIsOffUnlessTurnedOn() throws Exception {
        endpoint("").createProducer().start();
        assertThat(health()).isNull();
        assertThat(server.connections()).isZero();
    }

    @Test
    void aComponentMayBeLeftOut() throws Exception {
        context.getComponent("smtpx", SmtpxComponent.class).setHealthCheckProducerEnabled(false);
        watched("");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UNKNOWN);
        assertThat(server.connections()).isZero();
    }

    @Test
    void aServerThatAnswersIsUp() throws Exception {
        watched("");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails()).containsEntry("server", server.address()).containsEntry("reply", "250 2.0.0 Ok");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @Test
    void aServerThatIsGoneIsDown() throws Exception {
        watched("");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        server.close();
        await().untilAsserted(() -> assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN));
        assertThat(health().getMessage().orElseThrow()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = { "421 4.3.2 \u001b[31mgoing down", "500 5.5.1 \u0007what" })
    void rejectingServerIsDownWithPrintableText(String reply) throws Exception {
        server.authenticates("ann", "sec-ret-7");
        server.on("NOOP").reply(reply);
        watched("&username=ann&password=sec-ret-7&allowCleartextAuth=true&starttls=never");
        HealthCheck.Result result = health();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage().orElseThrow()).contains(reply.substring(0, 9)).doesNotContain("sec-ret-7");
        assertThat(result.getMessage().orElseThrow().chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        assertThat(result.getDetails().toString()).doesNotContain("sec-ret-7");
    }

    @Test
    void wrongCredentialsAreDownAndNotShown() throws Exception {
        server.authenticates("ann", "right");
        watched("&username=ann&password=sec-ret-7&allowCleartextAuth=true&starttls=never");
        HealthCheck.Result result = health();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage().orElseThrow()).contains("535").doesNotContain("sec-ret-7");
        assertThat(String.valueOf(result.getError().orElse(null))).doesNotContain("sec-ret-7");
    }

    private List<HealthCheck.Result> allHealth() {
        return HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false, "full").stream()
                .filter(result -> result.getCheck().getId().contains("smtpx")).toList();
    }

    private SmtpxProducer started(String options) throws Exception {
        SmtpxProducer producer = endpoint(options).createProducer();
        producer.start();
        return producer;
    }

    @Test
    void twoLoginsAtOneServerHaveACheckEach() throws Exception {
        server.authenticates("ann", "right");
        watchProducers();
        SmtpxProducer good = started("&username=ann&password=right&allowCleartextAuth=true&starttls=never");
        SmtpxProducer bad = started("&username=ann&password=wrong&allowCleartextAuth=true&starttls=never");
        assertThat(allHealth()).hasSize(2).extracting(HealthCheck.Result::getState)
                .containsExactlyInAnyOrder(HealthCheck.State.UP, HealthCheck.State.DOWN);
        assertThat(allHealth()).extracting(result -> result.getCheck().getId()).doesNotHaveDuplicates();
        assertThat(allHealth()).allSatisfy(result -> assertThat(result.getDetails().toString())
                .contains("endpoints=[smtpx://" + server.address()).doesNotContain("right", "wrong"));
        bad.stop();
        assertThat(allHealth()).singleElement()
                .satisfies(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP));
        good.stop();
        assertThat(allHealth()).isEmpty();
    }

    @Test
    void removingOneRouteLeavesTheCheckOfTheOtherUp() throws Exception {
        watchProducers();
        SmtpxProducer first = started("&hello=one.example.com");
        SmtpxProducer second = started("&hello=two.example.com");
        first.stop();
        assertThat(allHealth()).singleElement()
                .satisfies(result -> assertThat(result.getState()).isEqualTo(HealthCheck.State.UP));
        second.stop();
        assertThat(allHealth()).isEmpty();
    }

    @Test
    void aCheckLivesAsLongAsTheLastEndpointThatConnectsAlike() throws Exception {
        watchProducers();
        SmtpxProducer first = started("&recipients=bob@example.org");
        SmtpxProducer second = started("&recipients=eve@example.org");
        assertThat(allHealth()).hasSize(1);
        first.stop();
        assertThat(allHealth()).singleElement().satisfies(result -> {
            assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(result.getDetails().toString()).contains("eve").doesNotContain("bob");
        });
        second.stop();
        assertThat(allHealth()).isEmpty();
    }

    @Test
    void theConsoleForgetsDynamicEndpointsThatAreNotUsedAnyMore() throws Exception {
        endpoint("");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:any").toD("smtpx:" + server.address() + "?raw=true&" + SmtpxTestSupport.ENVELOPE
                                       + "&hello=${header.name}.example.com",
                        2);
            }
        });
        for (int i = 0; i < 9; i++) {
            template.sendBodyAndHeader("direct:any", SmtpxTestSupport.MAIL, "name", "h" + i);
        }
        SmtpxConsole console = new SmtpxConsole();
        console.setCamelContext(context);
        await().untilAsserted(() -> {
            JsonObject json = (JsonObject) console.call(MediaType.JSON);
            assertThat((List<?>) json.getCollection("endpoints")).hasSizeBetween(1, 3);
        });
    }

    @Test
    void aProducerThatStopsTakesItsCheckAlong() throws Exception {
        watchProducers();
        SmtpxProducer producer = endpoint("").createProducer();
        producer.start();
        assertThat(health()).isNotNull();
        producer.stop();
        assertThat(health()).isNull();
    }
}
