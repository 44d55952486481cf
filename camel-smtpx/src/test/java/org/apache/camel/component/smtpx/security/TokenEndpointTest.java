/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.time.Duration;
import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.auth.TokenServer;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The connection to the token endpoint: which certificate it trusts, and what is left of it. */
@Timeout(120)
class TokenEndpointTest {

    private static final String TOKEN = "{\"access_token\":\"t0ken\",\"expires_in\":3600}";

    private static ScriptedServer server() throws Exception {
        return new ScriptedServer(
                new MailService().startTls(TestCertificate.GOOD.server()).offersUnderTls("AUTH OAUTHBEARER")
                        .login(new SaslLogin("ann", "secret", TestCertificate.GOOD.certificate(), "t0ken")));
    }

    private static String options(TokenServer tokens) {
        return "sslContextParameters=#tls&username=ann&oauthTokenEndpoint=RAW(" + tokens.uri()
               + ")&oauthClientId=me&oauthClientSecret=RAW(s3cret)";
    }

    @Test
    void anEndpointOfAPrivateAuthorityIsTrustedByTheParametersOfTheRoute() throws Exception {
        try (TokenServer tokens = new TokenServer(TestCertificate.GOOD.server()).answering(200, TOKEN);
             ScriptedServer server = server();
             MailRoute route = new MailRoute(server, options(tokens)).bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
            assertThat(tokens.requests).hasSize(1);
        }
    }

    @Test
    void anEndpointOfAnotherAuthorityOrNameGetsNoSecret() throws Exception {
        for (TestCertificate other : List.of(TestCertificate.SELF_SIGNED, TestCertificate.OTHER_HOST)) {
            try (TokenServer tokens = new TokenServer(other.server()).answering(200, TOKEN);
                 ScriptedServer server = server();
                 MailRoute route = new MailRoute(server, options(tokens)).bind("tls", TestCertificate.trusting())) {
                route.send("hello");
                SmtpxTransientException failure = route.failed(Stage.AUTH);
                assertThat(failure).hasMessageContaining("token endpoint https://127.0.0.1").hasMessageNotContaining("s3cret");
                assertThat(tokens.requests).isEmpty();
            }
        }
    }

    @Test
    void noThreadIsLeftWhenTheRoutesHaveStopped() throws Exception {
        try (TokenServer tokens = new TokenServer(); ScriptedServer server = server()) {
            int routes = 20;
            DefaultCamelContext context = new DefaultCamelContext();
            context.getRegistry().bind("tls", TestCertificate.trusting());
            for (int i = 0; i < routes; i++) {
                String uri = "smtpx:localhost:" + server.port() + "?timeout=10000&from=ann@example.test&to=bob@example.test&"
                             + options(tokens).replace("username=ann", "username=ann&oauthScope=mail" + i);
                String start = "direct:mail" + i;
                tokens.answering(200, TOKEN);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(start).to(uri);
                    }
                });
            }
            context.start();
            for (int i = 0; i < routes; i++) {
                context.createProducerTemplate().requestBody("direct:mail" + i, "hello");
            }
            context.getRouteController().stopAllRoutes();

            assertThat(tokens.requests).hasSize(routes);
            // The selector of an HTTP client ends when the client is collected (before Java 21 there is no close)
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                System.gc();
                assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("HttpClient-") || name.startsWith("smtpx-oauth"));
            });
            context.stop();
        }
    }
}
