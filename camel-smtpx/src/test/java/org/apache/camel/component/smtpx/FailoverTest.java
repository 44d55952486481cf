/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server of a list that stops and comes back, as an operator sees it. */
class FailoverTest extends SmtpxTestSupport {

    private static final String POOL = "org.apache.camel.component.smtpx.pool";

    @RegisterExtension
    final SmtpxTestServer second = new SmtpxTestServer();

    private Exchange sendTo(String servers, String options) {
        return template.request("smtpx:" + servers + "?raw=true&" + ENVELOPE + options, one -> one.getMessage().setBody(MAIL));
    }

    private SmtpxEndpoint endpoint() {
        return context.getEndpoints().stream().filter(SmtpxEndpoint.class::isInstance).map(SmtpxEndpoint.class::cast)
                .findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aServerThatStopsAndComesBackIsLoggedOnce(boolean synchronous) {
        String first = server.address();
        String servers = first + "," + second.address();
        String options = "&maxMessagesPerConnection=1&synchronous=" + synchronous;
        server.onGreeting().times(2).reply("554 5.3.2 closed for repair");
        try (LogCapture log = new LogCapture(POOL, Level.INFO)) {
            Exchange one = sendTo(servers, options);
            Exchange two = sendTo(servers, options);
            assertThat(second.messages()).hasSize(2);
            assertThat(endpoint().getUnavailableServers()).singleElement().asString().contains(first, "closed for repair");
            assertThat(endpoint().getLastError()).contains("sent by " + second.address() + " instead: ", first);
            // A server that refused is tried again after a delay.
            await().until(() -> sendTo(servers, options), sent -> outcome(sent).via().tried().isEmpty());

            assertThat(List.of(one, two)).allSatisfy(sent -> assertThat(outcome(sent).via().tried()).singleElement()
                    .asString().isEqualTo(first + ": the greeting was 554 5.3.2 closed for repair"));
            assertThat(outcome(one).toMap()).containsKey("tried");
            assertThat(server.messages()).hasSize(1);
            assertThat(endpoint().getUnavailableServers()).isEmpty();
            assertThat(log.lines()).containsExactly(
                    "INFO " + first + " is not available: the greeting was 554 5.3.2 closed for repair",
                    "INFO " + first + " is available again");
        }
    }

    @Test
    void theErrorNamesEachServerIfAllFail() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        server.onGreeting().reply("554 5.3.2 closed for repair");
        Exchange exchange = sendTo("localhost:" + closed + "," + server.address(), "");

        assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class).message()
                .contains("no connection to localhost:" + closed + ": Connection refused; " + server.address()
                          + ": the greeting was 554 5.3.2 closed for repair");
        assertThat(outcome(exchange).via().tried()).hasSize(1);
    }

    @Test
    void eachConnectionIsLoggedAtDebug() {
        server.authenticates("ann", "sesame");
        try (LogCapture log = new LogCapture(POOL, Level.DEBUG)) {
            deliver("raw=true&username=ann&password=sesame&allowCleartextAuth=true&" + ENVELOPE, MAIL);
            assertThat(endpoint().closeIdleConnections()).isEqualTo(1);
            assertThat(log.lines()).anyMatch(line -> line.matches("DEBUG connection /\\S+ to " + server.address()
                                                                  + " is ready after \\d+ ms, without TLS, logged in"))
                    .anyMatch(line -> line.endsWith("is closed: an operator closes idle connections"))
                    .noneMatch(line -> line.contains("sesame") || line.contains("example.org"));
        }
    }

    @Test
    void aLoginThatIsRefusedIsLoggedAndItsPauseCanBeEnded() {
        server.authenticates("ann", "sesame").on("AUTH").times(1).reply("535 5.7.8 wrong password");
        String options = "raw=true&username=ann&password=sesame&allowCleartextAuth=true&" + ENVELOPE;
        try (LogCapture log = new LogCapture(POOL, Level.INFO)) {
            assertThat(send(options, MAIL).getException()).isNotNull();
            assertThat(send(options, MAIL).getException()).message().contains("the next login is tried in");
            endpoint().endLoginPause();
            deliver(options, MAIL);
            assertThat(log.lines()).hasSize(2).first().asString().contains("the login at " + server.address() + " failed: ",
                    "535 5.7.8 wrong password");
        }
    }

    @Test
    void countersAndTranscriptsAreAtHand() {
        server.on("RCPT").times(1).reply("550 5.1.1 no such user");
        send("raw=true&" + ENVELOPE, MAIL);
        assertThat(endpoint().failedSends()).anyMatch(line -> line.contains("550 5.1.1 no such user"))
                .anyMatch(line -> line.startsWith("    #"));
        assertThat(endpoint().getRejected()).isEqualTo(1);
        endpoint().resetCounters();
        assertThat(endpoint().getMessages()).isZero();
        assertThat(endpoint().getRejected()).isZero();
        assertThat(endpoint().getLastError()).isNull();
    }

    @Test
    void healthNamesAServerThatIsNotAvailable() {
        HealthCheckRepository producers = (HealthCheckRepository) HealthCheckRegistry.get(context).resolveById("producers");
        producers.setEnabled(true);
        HealthCheckRegistry.get(context).register(producers);
        server.onGreeting().reply("554 5.3.2 closed for repair");
        sendTo(server.address() + "," + second.address(), "");
        HealthCheck.Result result = HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false, "full")
                .stream().filter(one -> one.getCheck().getId().startsWith("producer:smtpx")).findFirst().orElseThrow();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(String.valueOf(result.getDetails().get("unavailableServers"))).contains(server.address());
    }

    private static Outcome outcome(Exchange exchange) {
        return header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
    }
}
