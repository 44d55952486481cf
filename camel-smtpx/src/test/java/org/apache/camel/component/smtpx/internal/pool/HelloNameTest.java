/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The name in EHLO when the configuration has none. */
class HelloNameTest {

    private static InetSocketAddress local(String address) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(address), 40_000);
    }

    @ParameterizedTest
    @ValueSource(strings = { "my.example.org", "a-b.example", "10-0-0-1.example.org" })
    void isTheFullNameOfTheHost(String name) throws Exception {
        assertThat(HelloName.of(name, local("192.0.2.1"))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "my-.example.org", "-my.example.org", "my..example.org", "my.example.org.", ".example.org", "my_host.example.org",
            "my host.example.org", "m\u00FCnchen.example.org", "myhost", "localhost", "localhost.localdomain", "192.0.2.7", "",
            "a.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
    void isTheAddressLiteralWhenEhloRefusesTheHostName(String name) throws Exception {
        assertThat(HelloName.of(name, local("192.0.2.1"))).isEqualTo("[192.0.2.1]");
        assertThat(HelloName.of(name, local("2001:db8::1"))).isEqualTo("[IPv6:2001:db8:0:0:0:0:0:1]");
    }

    @Test
    void isAcceptedByEhlo() throws Exception {
        assertThat(Command.ehlo(HelloName.of("x".repeat(60) + ".example.org", null))).isNotNull();
        assertThat(Command.ehlo(HelloName.of("my-.example.org", local("2001:db8::1")))).isNotNull();
        assertThat(Command.ehlo(HelloName.of(null, null))).isNotNull();
    }
}
