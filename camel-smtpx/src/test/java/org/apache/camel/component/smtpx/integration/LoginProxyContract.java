/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;

import org.apache.camel.component.smtpx.internal.proxy.ProxySettings;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A proxy that clients log in to, and that looks up mx.test, which this machine does not know. */
abstract class LoginProxyContract extends ProxiedSendingContract {

    private static final String USER = "proxyuser";
    private static final String PASSWORD = "proxysecret";

    /** The scheme of the option {@code proxy}. */
    abstract String scheme();

    /** How the proxy reports a port that is closed. */
    abstract String refusal();

    @Override
    SocketSettings sockets() {
        return through(PASSWORD);
    }

    private SocketSettings through(String password) {
        ProxySettings proxy = ProxySettings.parse(scheme() + "://127.0.0.1:" + proxy().port(), USER, password);
        return new SocketSettings(AddressFamily.ANY, null, null, proxy, null);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aWrongPasswordIsRefusedAndNotShown(boolean synchronous) throws IOException {
        try (TestClient client = client(peer().port()).sockets(through("canary-secret")).synchronous(synchronous)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), TestClient.fresh("never"));
            Failure failure = requireNonNull(outcome.failure());
            assertThat(failure.text()).contains("no connection to mx.test:", "refused the user name or the password");
            assertThat(failure.lasting()).isTrue();
            assertThat(outcome.toString() + client.transcript()).doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aServerThatIsNotThereIsReported(boolean synchronous) throws IOException {
        try (TestClient client = client(1).synchronous(synchronous)) {
            Outcome outcome = client.send(Sample.PLAIN.source(), TestClient.fresh("never"));
            assertThat(requireNonNull(outcome.failure()).text())
                    .contains("no connection to mx.test:1: the proxy " + scheme() + "://127.0.0.1:", refusal());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void tlsPassesTheProxy(boolean synchronous) throws IOException {
        DebianServer exim = DebianServer.exim();
        try (TestClient implicit = client(exim.tlsPort()).implicitTls().synchronous(synchronous);
             TestClient upgraded = client(exim.port()).startTls(StartTls.REQUIRED).synchronous(synchronous)) {
            for (TestClient client : new TestClient[] { implicit, upgraded }) {
                Outcome outcome = client.send(Sample.PLAIN.source(), TestClient.fresh("tls"));
                assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
                assertThat(outcome.via().tlsProtocol()).isIn("TLSv1.2", "TLSv1.3");
            }
        }
    }
}
