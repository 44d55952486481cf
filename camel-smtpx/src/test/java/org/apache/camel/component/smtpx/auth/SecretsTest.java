/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.internal.sasl.ChannelBinding;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** With every mechanism, whatever a hostile server answers, no secret gets into a text that people may see. */
class SecretsTest {

    private static final Credentials ME = new Credentials("canary-user", "canary-password", "canary-token", null);

    @ParameterizedTest
    @ValueSource(strings = {
            "OAUTHBEARER", "XOAUTH2", "SCRAM-SHA-512-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-512",
            "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN", "EXTERNAL", "ANONYMOUS" })
    void stayOutOfTextsAndExceptions(String mechanism) throws Exception {
        Mechanisms mechanisms = new Mechanisms(List.of(mechanism), true, null);
        List<String> seen = new ArrayList<>();
        seen.add(mechanisms.explain(Set.of(mechanism), ME, true, false, false));
        seen.add(mechanisms.toString());
        for (String challenge : List.of("", "rubbish", "\0\1\2\r\n", "r=x,s=eA==,i=1", "e=no", "v=eA==", "rspauth=00", "é",
                "realm=\"a\",nonce=\"b\",qop=\"auth\",charset=utf-8,algorithm=md5-sess")) {
            SaslClient client = mechanisms.client(mechanism, ME, "mx.example.org",
                    new ChannelBinding(ChannelBinding.TLS_SERVER_END_POINT, new byte[] { 1 }));
            try {
                for (int step = 0; step < 8; step++) {
                    client.evaluateChallenge(challenge.getBytes(StandardCharsets.UTF_8));
                    seen.add(client.toString());
                }
            } catch (SaslException | IllegalStateException e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                seen.add(trace.toString());
            }
            seen.add(client.toString());
            client.dispose();
        }

        assertThat(seen).hasSizeGreaterThan(9).allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase("canary",
                Base64.getEncoder().encodeToString("canary".getBytes(StandardCharsets.US_ASCII))));
    }
}
