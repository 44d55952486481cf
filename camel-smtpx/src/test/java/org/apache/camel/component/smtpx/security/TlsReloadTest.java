/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Certificates and trust stores that change while a route runs. The server changes from one authority to another. */
@Timeout(60)
class TlsReloadTest {

    private static final String WATCHED = "sslContextParameters=#tls&tlsReloadInterval=50";

    @TempDir
    private Path directory;
    private Path trust;
    private final AtomicReference<SSLContext> identity = new AtomicReference<>();

    @BeforeEach
    void theServerBelongsToTheFirstAuthority() throws Exception {
        trust = directory.resolve("trust.p12");
        TestCertificate.AUTHORITY.writeTrustStore(trust);
        identity.set(TestCertificate.GOOD.server());
    }

    private void changeAuthority() throws Exception {
        // A certificate that signs itself is an authority of its own
        identity.set(TestCertificate.SELF_SIGNED.server());
    }

    private ScriptedServer server() throws Exception {
        return new ScriptedServer(session -> new MailService().startTls(identity.get()).play(session));
    }

    private SSLContextParameters parameters() {
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setKeyStore(store(trust));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trusted);
        return parameters;
    }

    private static KeyStoreParameters store(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(TestCertificate.STORE_PASSWORD);
        return store;
    }

    private static SmtpxComponent component(MailRoute route) {
        return route.context.getComponent("smtpx", SmtpxComponent.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aTrustStoreThatChangesIsUsedByNewConnectionsAndOpenOnesEnd(boolean synchronous) throws Exception {
        try (ScriptedServer server = server();
             MailRoute route = new MailRoute(server, WATCHED + "&synchronous=" + synchronous).bind("tls", parameters())) {
            route.send("under the first authority");
            route.delivered();
            changeAuthority();
            assertThat(server.session().heard()).doesNotContain("QUIT");

            TestCertificate.SELF_SIGNED.writeTrustStore(trust);

            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("under the second authority");
            route.delivered();
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void theFirstAuthorityIsNotTrustedAnyMore() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters())) {
            route.send("hello");
            route.delivered();

            TestCertificate.SELF_SIGNED.writeTrustStore(trust);

            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("again");
            assertThat(route.failed(Stage.TLS)).hasMessageContaining("TLS handshake");
        }
    }

    @Test
    void aMessageOnItsWayIsDeliveredWhileTheTrustStoreChanges() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch loaded = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(session -> {
            session.say("220 mx ESMTP");
            session.expect("EHLO");
            session.say("250-mx", "250 STARTTLS");
            session.expect("STARTTLS");
            session.say("220 go");
            session.startTls(identity.get());
            session.expect("EHLO");
            session.say("250 mx");
            session.expect("MAIL");
            session.say("250 ok");
            session.expect("RCPT");
            session.say("250 ok");
            session.expect("DATA");
            within.countDown();
            loaded.await(20, TimeUnit.SECONDS);
            session.say("354 go");
            session.message();
            session.say("250 taken");
        }); MailRoute route = new MailRoute(server, "sslContextParameters=#tls").bind("tls", parameters())) {
            CompletableFuture<?> sent = CompletableFuture.supplyAsync(() -> {
                try {
                    return route.send("hello");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            within.await(20, TimeUnit.SECONDS);
            TestCertificate.SELF_SIGNED.writeTrustStore(trust);
            component(route).reloadTls();
            loaded.countDown();

            sent.get(20, TimeUnit.SECONDS);
            route.delivered();
            await().untilAsserted(() -> assertThat(server.session().heard()).endsWith("QUIT"));
        }
    }

    @Test
    void storesAreLoadedAgainOnDemand() throws Exception {
        try (ScriptedServer server = server();
             MailRoute route = new MailRoute(server, "sslContextParameters=#tls").bind("tls", parameters())) {
            route.send("hello");
            route.delivered();
            changeAuthority();
            TestCertificate.SELF_SIGNED.writeTrustStore(trust);

            component(route).reloadTls();

            route.send("again");
            route.delivered();
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void aClientCertificateThatIsRenewedIsShown() throws Exception {
        Path keys = directory.resolve("client.p12");
        TestCertificate.CLIENT.writeKeyStore(keys);
        KeyManagersParameters mine = new KeyManagersParameters();
        mine.setKeyStore(store(keys));
        mine.setKeyPassword(TestCertificate.STORE_PASSWORD);
        SSLContextParameters parameters = parameters();
        parameters.setKeyManagers(mine);
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters)) {
            route.send("hello");
            route.delivered();

            TestCertificate.RENEWED_CLIENT.writeKeyStore(keys);

            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("again");
            route.delivered();
            List<String> shown = new CopyOnWriteArrayList<>();
            for (ServerSession session : server.sessions()) {
                X509Certificate certificate = (X509Certificate) session.tls().getPeerCertificates()[0];
                shown.add(certificate.getSubjectX500Principal().getName());
            }
            assertThat(shown).containsExactly("CN=ann", "CN=ann renewed");
        }
    }

    @Test
    void aStoreThatCannotBeReadLeavesThePreviousOneInUse() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters())) {
            route.send("hello");
            route.delivered();
            Files.writeString(trust, "half a file");

            assertThatThrownBy(() -> component(route).reloadTls()).isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContaining("sslContextParameters");
            route.send("again");
            route.delivered();
            assertThat(server.sessions()).hasSize(1);

            changeAuthority();
            TestCertificate.SELF_SIGNED.writeTrustStore(trust);
            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("and again");
            route.delivered();
        }
    }

    @Test
    void aStoreThatIsGoneForAWhileIsLoadedWhenItIsBack() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters())) {
            route.send("hello");
            route.delivered();
            Files.delete(trust);
            assertThatThrownBy(() -> component(route).reloadTls()).isInstanceOf(GeneralSecurityException.class);
            route.send("again");
            route.delivered();
            changeAuthority();
            TestCertificate.SELF_SIGNED.writeTrustStore(trust);

            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("and again");
            route.delivered();
        }
    }

    /** Its password is replaced after the store, so that the content does not change any more. */
    @Test
    void aStoreThatCouldNotBeLoadedIsTriedAgainAlthoughItsContentStays() throws Exception {
        SSLContextParameters parameters = parameters();
        KeyStoreParameters store = parameters.getTrustManagers().getKeyStore();
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters)) {
            route.send("hello");
            route.delivered();
            store.setPassword("another");
            changeAuthority();
            TestCertificate.SELF_SIGNED.writeTrustStore(trust);
            assertThatThrownBy(() -> component(route).reloadTls()).isInstanceOf(GeneralSecurityException.class);

            store.setPassword(TestCertificate.STORE_PASSWORD);

            await().untilAsserted(() -> assertThat(server.sessions().get(0).heard()).contains("QUIT"));
            route.send("again");
            route.delivered();
        }
    }

    @Test
    void watchingNothingIsAnError() throws Exception {
        try (ScriptedServer server = server();
             MailRoute route = new MailRoute(server, WATCHED).bind("tls", TestCertificate.trusting())) {
            assertThatThrownBy(() -> route.send("hello")).hasStackTraceContaining("tlsReloadInterval needs");
        }
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "tlsReloadInterval=-1")) {
            assertThatThrownBy(() -> route.send("hello")).hasStackTraceContaining("tlsReloadInterval must not be negative");
        }
    }

    @Test
    void noFileIsReadAfterTheRouteHasStopped() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, WATCHED).bind("tls", parameters())) {
            route.send("hello");
            route.delivered();
            route.context.getRouteController().stopAllRoutes();
            // The last client of the route is gone, so that nothing is left to load
            Files.delete(trust);
            component(route).reloadTls();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("smtpx") && thread.isAlive()));
    }
}
