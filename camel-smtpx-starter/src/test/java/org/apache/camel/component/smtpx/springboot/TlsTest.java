/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxException;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.subethamail.smtp.server.SMTPServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The ways by which an application says whom it trusts. */
class TlsTest {

    @TempDir
    private static Path directory;
    private static ServerKey key;
    private static MailServer server;

    @BeforeAll
    static void start() throws Exception {
        key = ServerKey.in(directory);
        server = MailServer.start(SMTPServer.port(0).enableTLS().startTlsSocketFactory(key.context()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBeanOfTheApplicationIsNamed() {
        assertSentOverTls("trust.store=" + key.store(), "camel.component.smtpx.ssl-context-parameters=#bean:mailTls");
    }

    @Test
    void anSslBundleIsNamed() {
        assertSentOverTls(
                "camel.component.smtpx.ssl-bundle=mail", "spring.ssl.bundle.jks.mail.options.enabled-protocols=TLSv1.3",
                "spring.ssl.bundle.jks.mail.truststore.location=file:" + key.store(),
                "spring.ssl.bundle.jks.mail.truststore.type=PKCS12",
                "spring.ssl.bundle.jks.mail.truststore.password=" + ServerKey.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = { "camel.component.smtpx.ssl-context-parameters=#bean:mailTls", "another.property=1" })
    void aBundleThatIsNotThereOrNotAloneStopsTheApplication(String property) {
        assertThatThrownBy(() -> MailApplication.start(
                server, "trust.store=" + key.store(), "camel.component.smtpx.ssl-bundle=nowhere", property))
                .hasStackTraceContaining(property.startsWith("camel") ? "exclude each other" : "nowhere");
    }

    @Test
    void camelsGlobalParametersAreUsedWhenAskedFor() {
        assertSentOverTls(
                "camel.component.smtpx.starttls=required", "camel.component.smtpx.use-global-ssl-context-parameters=true",
                "camel.ssl.config.trust-managers.key-store.resource=file:" + key.store(),
                "camel.ssl.config.trust-managers.key-store.password=" + ServerKey.PASSWORD);
    }

    @Test
    void serverWithoutATrustedCertificateReceivesNothing() {
        int before = server.accepted().size();
        try (ConfigurableApplicationContext application
                = MailApplication.start(server, "camel.component.smtpx.starttls=required")) {
            Exchange sent = MailApplication.send(application, "Soup on Friday.");
            assertThat(sent.getException()).isInstanceOf(SmtpxException.class);
            assertThat(server.accepted()).hasSize(before);
        }
    }

    /** Found as configuration of the application when there is a trust store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("trust.store")
    static class Trust {

        @Bean
        SSLContextParameters mailTls(@Value("${trust.store}") String store) {
            KeyStoreParameters keys = new KeyStoreParameters();
            keys.setResource("file:" + store);
            keys.setPassword(ServerKey.PASSWORD);
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(keys);
            SSLContextParameters parameters = new SSLContextParameters();
            parameters.setTrustManagers(trust);
            return parameters;
        }
    }

    private static void assertSentOverTls(String... properties) {
        int before = server.accepted().size();
        try (ConfigurableApplicationContext application = MailApplication.start(server, properties)) {
            assertThat(MailApplication.send(application, "Soup on Friday.").getException()).isNull();
            assertThat(server.accepted()).hasSize(before + 1).last().matches(MailServer.Accepted::overTls);
        }
    }
}
