/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxHeaderFilterStrategy;
import org.apache.camel.component.smtpx.internal.compose.ComposeSettings;
import org.apache.camel.component.smtpx.internal.compose.ListUnsubscribe;
import org.apache.camel.component.smtpx.internal.compose.MessageComposer;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signatures of random messages, verified by Apache James jDKIM. The integration tests verify them with other software.
 */
class JdkimTest {

    /** jDKIM has other white space than RFC 6376. */
    private static final Pattern ODD = Pattern.compile("[^\\t\\r\\n -~]");
    /** jDKIM has another hash of an empty body than RFC 6376, section 3.4.4. */
    private static final Pattern WITH_BODY = Pattern.compile("\r\n\r\n\\s*[!-~]");

    private static DkimSigner signer;
    private static String dns;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair keys = generator.generateKeyPair();
        signer = new DkimSigner(
                "example.com", List.of(new DkimSigner.SelectedKey(
                        "mail", DkimKey.pem("-----BEGIN PRIVATE KEY-----\n"
                                            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                                            + "\n-----END PRIVATE KEY-----\n"))));
        dns = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    @Test
    void rawMessagesAreVerified() throws Exception {
        int verified = 0;
        for (byte[] message : DkimSamples.raw(20, 300)) {
            String plain = ODD.matcher(new String(message, StandardCharsets.ISO_8859_1)).replaceAll("o");
            verified += verify(plain.replaceAll("\r?\n", "\r\n"));
        }
        assertThat(verified).isGreaterThan(200);
    }

    @Test
    @SuppressWarnings("try") // close() of a context may be interrupted
    void composedMessagesAreVerified() throws Exception {
        int verified = 0;
        Random random = new Random(21);
        MessageComposer composer = new MessageComposer(
                new ComposeSettings(
                        "Ann <ann@example.com>", "bob@example.org", null, null, null, null, null,
                        ComposeSettings.ALTERNATIVE_BODY_HEADER, false, false, true, false, new SmtpxHeaderFilterStrategy(),
                        new ListUnsubscribe(null, false)));
        try (CamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < 100; i++) {
                Exchange exchange = new DefaultExchange(context);
                DkimSamples.fill(exchange, random);
                try (InputStream in = composer.compose(exchange).source().open()) {
                    verified += verify(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(verified).isGreaterThan(90);
    }

    /** Counts the message if it has a body, and then is verified. */
    private static int verify(String text) throws Exception {
        String message = text.endsWith("\n") ? text : text + "\r\n";
        if (!WITH_BODY.matcher(message).find()) {
            return 0;
        }
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        InputStream signed = new SequenceInputStream(
                new ByteArrayInputStream(signer.sign(MessageSource.of(octets)).fields()), new ByteArrayInputStream(octets));
        assertThat(new DKIMVerifier((method, selector, domain) -> List.of(dns)).verify(signed)).as(message).hasSize(1);
        return 1;
    }
}
