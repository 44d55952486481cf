/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxEndpoint;
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
import static org.awaitility.Awaitility.await;

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

    @Test
    void aBundleThatIsLoadedAnewIsUsedByTheRoutesThatRun() throws Exception {
        Path trust = directory.resolve("trust.p12");
        Files.copy(key.store(), trust);
        ServerKey renewed = ServerKey.in(directory, "renewed.p12");
        AtomicReference<SSLContext> identity = new AtomicReference<>(key.context());
        try (MailServer changing = MailServer.start(SMTPServer.port(0).enableTLS().startTlsSocketFactory(socket -> {
            InetSocketAddress remote = (InetSocketAddress) socket.getRemoteSocketAddress();
            SSLSocket secured = (SSLSocket) identity.get().getSocketFactory()
                    .createSocket(socket, remote.getHostString(), socket.getPort(), true);
            secured.setUseClientMode(false);
            return secured;
        })); ConfigurableApplicationContext application = MailApplication.start(
                changing, "camel.component.smtpx.ssl-bundle=mail", "spring.ssl.bundle.jks.mail.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=50ms",
                "spring.ssl.bundle.jks.mail.truststore.location=file:" + trust,
                "spring.ssl.bundle.jks.mail.truststore.type=PKCS12",
                "spring.ssl.bundle.jks.mail.truststore.password=" + ServerKey.PASSWORD)) {
            assertThat(MailApplication.send(application, "Soup on Friday.").getException()).isNull();

            identity.set(renewed.context());
            Files.copy(renewed.store(), trust, StandardCopyOption.REPLACE_EXISTING);

            SmtpxEndpoint endpoint = application.getBean(CamelContext.class).getEndpoints().stream()
                    .filter(SmtpxEndpoint.class::isInstance).map(SmtpxEndpoint.class::cast).findAny().orElseThrow();
            await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.getConnections() == 0);
            assertThat(MailApplication.send(application, "Fish on Saturday.").getException()).isNull();
            assertThat(changing.accepted()).hasSize(2).allMatch(MailServer.Accepted::overTls);
        }
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
