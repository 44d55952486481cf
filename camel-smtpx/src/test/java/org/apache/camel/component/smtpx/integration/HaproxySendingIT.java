/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.time.Duration;

import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.SocketSettings;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's HAProxy, which expects the header of the PROXY protocol. */
class HaproxySendingIT extends ProxiedSendingContract {

    @Override
    DebianServer proxy() {
        return DebianServer.named("haproxy");
    }

    @Override
    String host() {
        return "127.0.0.1";
    }

    @Override
    SocketSettings sockets() {
        return with(ProxyProtocol.V2);
    }

    private static SocketSettings with(ProxyProtocol version) {
        return new SocketSettings(AddressFamily.ANY, null, null, null, version);
    }

    @Override
    int port(DebianServer proxy) {
        return proxy.port();
    }

    @ParameterizedTest
    @EnumSource(ProxyProtocol.class)
    void eachVersionOfTheHeaderIsAccepted(ProxyProtocol version) throws IOException {
        for (boolean synchronous : new boolean[] { false, true }) {
            String to = TestClient.fresh("header");
            try (TestClient client = client(peer().port()).sockets(with(version)).synchronous(synchronous)) {
                Outcome outcome = client.send(Sample.PLAIN.source(), to);
                assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            }
            peer().mails().arrived(to);
        }
    }

    @Test
    void aConnectionWithoutTheHeaderIsNotPassedOn() throws IOException {
        try (TestClient client = TestClient.of(peer().port()).deadlines(Timeouts.of(Duration.ofSeconds(2)))) {
            assertThat(client.send(Sample.PLAIN.source(), TestClient.fresh("never")).delivered()).isEmpty();
        }
    }
}
