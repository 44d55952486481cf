/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The recorder behind a proxy of Debian: what holds with the recorder holds through the proxy. */
abstract class ProxiedSendingContract extends SendingContract {

    abstract DebianServer proxy();

    /** How clients connect. */
    abstract SocketSettings sockets();

    /** The server as clients name it; the proxies know mx.test, and this machine does not. */
    String host() {
        return "mx.test";
    }

    /** The port that clients ask for. */
    int port(DebianServer proxy) {
        return proxy.nextHop();
    }

    @Override
    Peer peer() {
        DebianServer proxy = proxy();
        return new EmbeddedPeer(proxy.name(), port(proxy), 0, proxy.mails());
    }

    @Override
    TestClient client(int port) {
        return TestClient.of(port).host(host()).sockets(sockets());
    }

    @Override
    Set<String> offered() {
        return Set.of("PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8", "DSN");
    }

    @Override
    boolean completesTheLastLine() {
        return false;
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void bothTransportsConnectAndShowNoLogin(boolean synchronous) throws IOException {
        String to = TestClient.fresh("proxied");
        try (TestClient client = client(peer().port()).synchronous(synchronous)) {
            Outcome outcome = client.send(Sample.LARGE_25_MIB.source(), to);
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            assertThat(client.transcript()).isNotEmpty().noneMatch(line -> line.contains("secret"));
            assertThat(outcome.toString()).doesNotContain("secret");
        }
        sameOctets(Sample.LARGE_25_MIB.canonical(), peer().mails().arrived(to).octets());
    }
}
