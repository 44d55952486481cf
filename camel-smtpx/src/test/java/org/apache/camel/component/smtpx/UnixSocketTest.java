/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.client.SmtpClient;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.session.SessionSettings;
import org.apache.camel.component.smtpx.session.SmtpSession;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers on a Unix socket, on both transports. */
@Timeout(60)
class UnixSocketTest extends SmtpxTestSupport {

    private static final String LARGE = MAIL + "A line of a message that fills several buffers.\r\n".repeat(20_000);

    @TempDir
    Path folder;

    @RegisterExtension
    final SmtpxTestServer lmtp = new SmtpxTestServer().lmtp();

    private ScriptedProxy smtpSocket;
    private ScriptedProxy lmtpSocket;

    @BeforeEach
    void listen() {
        smtpSocket = ScriptedProxy.at(UnixDomainSocketAddress.of(folder.resolve("smtp")), server.port());
        lmtpSocket = ScriptedProxy.at(UnixDomainSocketAddress.of(folder.resolve("lmtp")), lmtp.port());
    }

    @AfterEach
    void close() throws Exception {
        smtpSocket.close();
        lmtpSocket.close();
    }

    private Exchange sendTo(String socket, String options, String body) {
        return template.request("smtpx:?raw=true&" + ENVELOPE + "&unixSocket=" + folder.resolve(socket) + "&" + options,
                exchange -> exchange.getMessage().setBody(body));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void messagesOfAnySizeArrive(boolean synchronous) {
        for (String more : List.of("", "&chunking=never", "&pipelining=never", "&oneFlight=always")) {
            for (String body : List.of(MAIL, LARGE)) {
                server.reset();
                Exchange exchange = sendTo("smtp", "synchronous=" + synchronous + more, body);
                assertThat(exchange.getException()).as(more).isNull();
                assertThat(server.message().text()).isEqualTo(body);
                Outcome outcome = header(exchange, SmtpxConstants.OUTCOME, Outcome.class);
                assertThat(outcome.via().server()).isEqualTo(folder.resolve("smtp").toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void eachReplyOfLmtpDecidesItsRecipient(boolean synchronous) {
        lmtp.onContentFor("c@x.org").reply("552 5.2.2 mailbox full");
        Exchange exchange = template.request(
                "smtpx://?raw=true&sender=a@x.org&recipients=b@x.org,c@x.org&skipBad=true&protocol=lmtp&unixSocket="
                                             + folder.resolve("lmtp") + "&synchronous=" + synchronous,
                one -> one.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(header(exchange, SmtpxConstants.DELIVERED)).isEqualTo(List.of("b@x.org"));
        assertThat(header(exchange, SmtpxConstants.REFUSED)).isEqualTo(Map.of("c@x.org", "552 5.2.2 mailbox full"));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aServerThatClosesAnIdleConnectionCostsNoMessage(boolean synchronous) throws Exception {
        assertThat(sendTo("smtp", "synchronous=" + synchronous, MAIL).getException()).isNull();
        smtpSocket.close();
        Files.deleteIfExists(folder.resolve("smtp"));
        listen(folder.resolve("smtp"));
        assertThat(sendTo("smtp", "synchronous=" + synchronous, MAIL).getException()).isNull();
        assertThat(server.messages()).hasSize(2);
    }

    private void listen(Path socket) {
        smtpSocket = ScriptedProxy.at(UnixDomainSocketAddress.of(socket), server.port());
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aSocketThatIsNotThereIsNamed(boolean synchronous) {
        String path = folder.resolve("none").toString();
        try (LogCapture log = new LogCapture("org.apache.camel.component.smtpx.pool", Level.INFO)) {
            Exchange exchange = sendTo("none", "synchronous=" + synchronous, MAIL);
            assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                    .hasMessageContaining("no connection to " + path + ": No such file or directory.");
            assertThat(log.lines()).containsExactly(
                    "INFO " + path + " is not available: no connection to " + path + ": No such file or directory");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aServerThatAcceptsNoMoreConnectionsEndsWithTheConnectTimeout(boolean synchronous) throws Exception {
        UnixDomainSocketAddress full = UnixDomainSocketAddress.of(folder.resolve("full"));
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(full, 1)) {
            for (int i = 0; i < 2; i++) {
                queued.add(SocketChannel.open(full));
            }
            assertThat(listener.isOpen()).isTrue();
            Exchange exchange = sendTo("full", "connectTimeout=200&synchronous=" + synchronous, MAIL);
            assertThat(exchange.getException()).isInstanceOf(SmtpxTransientException.class)
                    .hasMessageContaining("no connection to " + full.getPath() + ": ").hasMessageNotContaining("null");
        }
        for (SocketChannel one : queued) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aFileThatIsNoSocketAndAPathThatIsTooLongAreReported(boolean synchronous) throws Exception {
        Files.writeString(folder.resolve("file"), "no socket");
        for (String name : List.of("file", "x".repeat(200))) {
            assertThat(sendTo(name, "synchronous=" + synchronous, MAIL).getException())
                    .isInstanceOf(SmtpxTransientException.class)
                    .hasMessageContaining("no connection to " + folder.resolve(name) + ": ").hasMessageNotContaining("null");
        }
    }

    @Test
    void healthAndEndpointNameThePath() {
        HealthCheckRepository producers = (HealthCheckRepository) HealthCheckRegistry.get(context).resolveById("producers");
        producers.setEnabled(true);
        HealthCheckRegistry.get(context).register(producers);
        sendTo("smtp", "maxConnections=1", MAIL);
        String path = folder.resolve("smtp").toString();
        HealthCheck.Result result = HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false, "full")
                .stream().filter(one -> one.getCheck().getId().startsWith("producer:smtpx")).findFirst().orElseThrow();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails()).containsEntry("server", path);
        assertThat(context.getEndpoints()).filteredOn(SmtpxEndpoint.class::isInstance)
                .allMatch(endpoint -> ((SmtpxEndpoint) endpoint).getServiceUrl().equals(path));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void startTlsThatIsOfferedIsNotUsed(boolean synchronous) {
        server.startTls();
        assertThat(sendTo("smtp", "synchronous=" + synchronous, MAIL).getException()).isNull();
        assertThat(server.commands("STARTTLS")).isEmpty();
    }

    @Test
    void aClientAndASessionUseTheSocket() throws Exception {
        Path path = folder.resolve("lmtp");
        try (SmtpClient client = SmtpClient.unixSocket(path).protocol(Protocol.LMTP).hello("c.test").build()) {
            Outcome outcome = client.send(Envelope.of("a@x.org", "b@x.org"), MessageSource.of(MAIL.getBytes())).join();
            assertThat(outcome.delivered()).hasSize(1);
            assertThat(outcome.via().server()).isEqualTo(path.toString());
        }
        SessionSettings settings = SessionSettings.unixSocket(path).protocol(Protocol.LMTP).hello("c.test");
        try (SmtpSession session = SmtpSession.open(settings)) {
            assertThat(session.quit().code()).isEqualTo(221);
        }
    }
}
