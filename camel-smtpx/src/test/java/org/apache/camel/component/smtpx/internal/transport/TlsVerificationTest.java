/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TlsVerificationTest {

    @ParameterizedTest
    @CsvSource({
            "mx.example.test, mx.example.test", "mx.example.test., mx.example.test",
            "xn--fa-hia.example.test, xn--fa-hia.example.test" })
    void tellsTheNameInTheFirstMessageOfTheHandshake(String name, String told) throws Exception {
        SSLContext context = SSLContext.getDefault();
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setSSLParameters(
                TlsVerification.parameters(engine.getSSLParameters(), new TlsSettings(() -> context, name, 25, true)));
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());

        engine.wrap(ByteBuffer.allocate(0), hello);

        // In the extension: type, length, name
        assertThat(new String(hello.array(), 0, hello.position(), StandardCharsets.ISO_8859_1))
                .contains("\0\0" + (char) told.length() + told).doesNotContain(told + ".");
    }
}
