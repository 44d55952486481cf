/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.nio.charset.StandardCharsets;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.internal.proxy.ProxySettings.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a proxy answers, the exchange completes, fails with a sentence, or waits for more. */
class ProxyHandshakePropertyTest {

    private static final String SECRET = "canary-secret";

    @Provide
    Arbitrary<byte[]> socks() {
        Arbitrary<Byte> likely = Arbitraries.of((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) -1);
        return Arbitraries.oneOf(likely, Arbitraries.bytes()).array(byte[].class).ofMaxSize(400);
    }

    @Provide
    Arbitrary<byte[]> http() {
        Arbitrary<String> words = Arbitraries.of("HTTP/1.1 ", "HTTP/1.0 ", "200", "407", "100", "\r\n", "\n", " ", "X: y", "\0",
                "\u00E9", SECRET);
        return Combinators.combine(words.list().ofMaxSize(30), Arbitraries.of("HTTP/1.1 ", "HTTP/1.1 100\r\n\r\n", ""))
                .as((list, begin) -> (begin + String.join("", list)).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void socksIsUnderstoodOrRefused(@ForAll("socks") byte[] answer) {
        play(Kind.SOCKS5, answer);
    }

    @Property
    void httpIsUnderstoodOrRefused(@ForAll("http") byte[] answer) {
        play(Kind.HTTP, answer);
    }

    private static void play(Kind kind, byte[] answer) {
        ProxyHandshake handshake = new ProxySettings(kind, "p.test", 1, "ann", SECRET).handshake("mx.test", 25);
        assertThat(handshake.begin()).isNotEmpty();
        try {
            for (int i = 0; i < answer.length && !handshake.isComplete(); i++) {
                assertThat(handshake.read(answer[i] & 0xFF).length).isLessThan(600);
            }
        } catch (ProxyException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}{5,300}").doesNotContain(SECRET);
        }
    }
}
