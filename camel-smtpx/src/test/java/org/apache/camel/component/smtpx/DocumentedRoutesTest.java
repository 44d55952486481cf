/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The routes of the documentation page. What stands between the tags is copied into the page by
 * {@link DocumentationPage}.
 */
class DocumentedRoutesTest extends SmtpxTestSupport {

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        Properties values = new Properties();
        values.setProperty("mail.server", server.address());
        values.setProperty("outbox", folder.resolve("outbox").toString());
        values.setProperty("mail.retryDelay", "10");
        values.setProperty("mail.local", "true");
        values.setProperty("mail.passwordFile", folder.resolve("password").toString());
        values.setProperty("truststore", Path.of(System.getProperty("java.home"), "lib/security/cacerts").toString());
        values.setProperty("truststore.password", "changeit");
        made.getPropertiesComponent().setInitialProperties(values);
        return made;
    }

    private void add(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
    }

    @Test
    void composesAMessage() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::compose[]
                from("direct:welcome")
                        .setBody(simple("Dear ${header.name},\n\nwelcome aboard."))
                        .to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org&subject=Welcome")
                        .log("accepted as ${header.CamelSmtpxReplyText}");
                // end::compose[]
            }
        });
        template.sendBodyAndHeader("direct:welcome", null, "name", "Bob");
        assertThat(server.message().text()).contains("Subject: Welcome\r\n", "Dear Bob,\r\n");
    }

    @Test
    void sendsFiles() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::files[]
                from("file:{{outbox}}?include=.*[.]eml&initialDelay=0")
                        .to("smtpx:{{mail.server}}?raw=true&skipBad=true"
                            + "&sender=ann@example.com&recipients=bob@example.org,eve@example.org")
                        .log("delivered to ${header.CamelSmtpxDelivered}, refused: ${header.CamelSmtpxRefused}");
                // end::files[]
            }
        });
        Files.writeString(Files.createDirectories(folder.resolve("outbox")).resolve("one.eml"), MAIL);
        await().untilAsserted(() -> assertThat(server.messages()).hasSize(1));
        assertThat(server.message().text()).isEqualTo(MAIL);
    }

    @Test
    void setsTheEnvelopeByHeaders() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::envelope[]
                from("direct:newsletter")
                        .setHeader(SmtpxConstants.SENDER, simple("bounces+${header.reader}@example.com"))
                        .setHeader(SmtpxConstants.RECIPIENTS, simple("${header.address}"))
                        .to("smtpx:{{mail.server}}?from=RAW(Ann <ann@example.com>)&to=readers@example.com&subject=News");
                // end::envelope[]
            }
        });
        template.send("direct:newsletter", exchange -> {
            exchange.getMessage().setBody("News!");
            exchange.getMessage().setHeader("reader", "42");
            exchange.getMessage().setHeader("address", "bob@example.org");
        });
        assertThat(server.message().sender()).isEqualTo("bounces+42@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(server.message().text()).contains("From: Ann <ann@example.com>", "To: readers@example.com");
    }

    @Test
    void reportsTheRejectedRecipients() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::skipBad[]
                from("direct:team")
                        .to("smtpx:{{mail.server}}?raw=true&skipBad=true&sender=ann@example.com"
                            + "&recipients=bob@example.org,eve@example.org,joe@example.org")
                        .process(exchange -> {
                            Outcome outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
                            List<String> gone = outcome.results().stream()
                                    .filter(result -> result.fate() == Fate.REJECTED)
                                    .map(result -> result.recipient().address().toString())
                                    .toList();
                            exchange.getMessage().setBody(gone);
                        })
                        .split(body()).to("mock:unsubscribe");
                // end::skipBad[]
            }
        });
        server.onRecipient("eve@example.org").reply("550 5.1.1 no such user");
        server.onRecipient("joe@example.org").reply("452 4.2.2 mailbox full");
        MockEndpoint unsubscribe = getMockEndpoint("mock:unsubscribe");
        unsubscribe.expectedBodiesReceived("eve@example.org");
        template.sendBody("direct:team", MAIL);
        unsubscribe.assertIsSatisfied();
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void handlesEveryOutcome() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::errors[]
                // Unknown host, untrusted certificate, TLS not offered, login refused: settings must change first.
                onException(SmtpxSetupException.class, SmtpxLoginRefusedException.class)
                        .handled(true).to("mock:tellTheOperator");
                // Not accepted now, perhaps later: redeliver this exchange to the recipients that still need the message.
                onException(SmtpxTransientException.class)
                        .maximumRedeliveries(5).redeliveryDelay("{{mail.retryDelay:60000}}").useExponentialBackOff()
                        .handled(true).to("mock:givenUp");
                // Rejected, or invalid input: sending again changes nothing.
                onException(SmtpxPermanentException.class)
                        .handled(true).to("mock:tellTheAuthor");
                // Sent completely, but the final reply never came: sending again may duplicate the message.
                onException(SmtpxUnknownOutcomeException.class)
                        .handled(true).to("mock:askSomebody");

                from("direct:order")
                        .to("smtpx:{{mail.server}}?from=shop@example.com&to=bob@example.org&subject=Your order")
                        .to("mock:sent");
                // end::errors[]
                from("direct:orderOverTls")
                        .to("smtpx:{{mail.server}}?from=shop@example.com&to=bob@example.org&subject=Your order&starttls=required");
            }
        });
        MockEndpoint operator = getMockEndpoint("mock:tellTheOperator");
        template.sendBody("direct:orderOverTls", "none");
        operator.expectedMessageCount(1);
        operator.assertIsSatisfied();
        assertThat(server.connections()).as("no redelivery").isEqualTo(1);
        MockEndpoint sent = getMockEndpoint("mock:sent");
        MockEndpoint author = getMockEndpoint("mock:tellTheAuthor");
        MockEndpoint somebody = getMockEndpoint("mock:askSomebody");
        MockEndpoint givenUp = getMockEndpoint("mock:givenUp");

        server.on("RCPT").times(2).reply("450 4.7.1 greylisted");
        template.sendBody("direct:order", "one");
        sent.expectedMessageCount(1);
        sent.assertIsSatisfied();
        server.on("RCPT").times(1).reply("550 5.1.1 no such user");
        template.sendBody("direct:order", "two");
        author.expectedMessageCount(1);
        author.assertIsSatisfied();
        server.onContent().times(1).drop();
        template.sendBody("direct:order", "three");
        somebody.expectedMessageCount(1);
        somebody.assertIsSatisfied();
        assertThat(givenUp.getReceivedExchanges()).isEmpty();
        assertThat(server.message().text()).contains("one");
    }

    @Test
    void repeatsOnlyWhatIsMissing() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::partial[]
                onException(SmtpxTransientException.class)
                        .maximumRedeliveries(5).redeliveryDelay("{{mail.retryDelay:60000}}");

                from("direct:minutes")
                        .to("smtpx:{{mail.server}}?raw=true&skipBad=true&failOnPartial=true&sender=ann@example.com"
                            + "&recipients=bob@example.org,eve@example.org");
                // end::partial[]
            }
        });
        server.onRecipient("eve@example.org").times(1).reply("450 4.7.1 greylisted");
        Exchange exchange = template.request("direct:minutes", one -> one.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isNull();
        assertThat(server.messages()).extracting(message -> message.to())
                .containsExactly(List.of("bob@example.org"), List.of("eve@example.org"));
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).results()).extracting(RecipientResult::fate)
                .containsOnly(Fate.DELIVERED);
    }

    @Test
    void asksForNotifications() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::dsn[]
                from("direct:contract")
                        .setHeader(SmtpxConstants.ENVELOPE_ID, simple("contract-${header.number}"))
                        .to("smtpx:{{mail.server}}?raw=true&sender=ann@example.com&recipients=bob@example.org"
                            + "&dsnNotify=SUCCESS,FAILURE&dsnReturn=HDRS&unsupported=fail");
                // end::dsn[]
            }
        });
        template.sendBodyAndHeader("direct:contract", MAIL, "number", 7);
        assertThat(server.message().parameters()).contains("RET=HDRS", "ENVID=contract-7");
        assertThat(server.message().recipients().get(0).parameters()).containsExactly("NOTIFY=SUCCESS,FAILURE");
    }

    @Test
    void asksForNotificationsPerRecipient() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::dsnPerRecipient[]
                from("direct:mixed")
                        .process(exchange -> exchange.getMessage().setHeader(SmtpxConstants.RECIPIENTS, List.of(
                                new Recipient(Address.parse("bob@example.org"), Set.of(Notify.NEVER), null),
                                new Recipient(
                                        Address.parse("eve@example.org"), Set.of(Notify.FAILURE, Notify.DELAY),
                                        "rfc822;sales@example.com"))))
                        .to("smtpx:{{mail.server}}?raw=true&sender=ann@example.com");
                // end::dsnPerRecipient[]
            }
        });
        template.sendBody("direct:mixed", MAIL);
        assertThat(server.message().recipients().get(1).parameters())
                .containsExactly("NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;sales@example.com");
    }

    @Test
    void asksTheServer() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::operations[]
                // start delivery of the queue for this node (RFC 1985)
                from("direct:dialIn").to("smtpx:{{mail.server}}?operation=etrn&argument=branch.example.org");
                // the body is the user, and becomes the reply
                from("direct:who").to("smtpx:{{mail.server}}?operation=verify").log("${body}");
                // one member a line
                from("direct:members").to("smtpx:{{mail.server}}?operation=expand&argument=staff")
                        .split(body().tokenize("\n")).to("mock:member");
                // is the server alive?
                from("timer:alive?period=60000").to("smtpx:{{mail.server}}?operation=noop");
                // end::operations[]
            }
        });
        server.offersAlso("ETRN");
        server.on("EXPN").reply("250 Ann <ann@example.org>", "Bob <bob@example.org>");
        getMockEndpoint("mock:member").expectedMessageCount(2);
        template.sendBody("direct:dialIn", null);
        assertThat(template.requestBody("direct:who", "bob")).isEqualTo("2.1.5 cannot verify");
        template.sendBody("direct:members", null);
        getMockEndpoint("mock:member").assertIsSatisfied();
        await().untilAsserted(() -> assertThat(server.commands()).contains("ETRN branch.example.org", "NOOP"));
    }

    @Test
    void sizesThePool() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::pool[]
                from("seda:bulk?concurrentConsumers=32")
                        .to("smtpx:{{mail.server}}?raw=true&sender=ann@example.com&maxConnections=4"
                            + "&maxMessagesPerConnection=100&idleTimeout=30s&acquireTimeout=2m");
                // end::pool[]
            }
        });
        for (int i = 0; i < 20; i++) {
            template.sendBodyAndHeader("seda:bulk", MAIL, SmtpxConstants.RECIPIENTS, "u" + i + "@example.org");
        }
        await().untilAsserted(() -> assertThat(server.messages()).hasSize(20));
        assertThat(server.connections()).isLessThanOrEqualTo(4);
    }

    @Test
    void choosesTheServerAtRunTime() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::toD[]
                from("direct:anywhere").toD(
                        "smtpx:{{mail.server}}?raw=true&sender=${header.tenant}@example.com&recipients=${header.reader}");
                // end::toD[]
            }
        });
        template.sendBodyAndHeaders("direct:anywhere", MAIL, Map.of("tenant", "blue", "reader", "bob@example.org"));
        assertThat(server.message().sender()).isEqualTo("blue@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = { "${header.reader}", "RAW(${header.reader})" })
    void headerInTheUriOfToDAddsNoOption(String recipients) throws Exception {
        server.onRecipient("eve@example.org").reply("550 5.1.1 no such user");
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:reader").toD("smtpx:{{mail.server}}?raw=true&sender=ann@example.com&recipients=" + recipients);
            }
        });
        for (String reader : List.of("bob@example.org,eve@example.org&skipBad=true",
                "bob@example.org,eve@example.org)&skipBad=true&hello=RAW(x")) {
            Exchange sent = template.request("direct:reader", one -> {
                one.getMessage().setBody(MAIL);
                one.getMessage().setHeader("reader", reader);
            });
            assertThat(sent.getException()).isInstanceOf(SmtpxPermanentException.class);
        }
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void trustsAPrivateAuthority() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::trust[]
                KeyStoreParameters trusted = new KeyStoreParameters();
                trusted.setResource("file:{{truststore}}");
                trusted.setPassword("{{truststore.password}}");
                TrustManagersParameters trust = new TrustManagersParameters();
                trust.setKeyStore(trusted);
                SSLContextParameters tls = new SSLContextParameters();
                tls.setTrustManagers(trust);
                getContext().getRegistry().bind("mailTls", tls);

                from("direct:internal")
                        .to("smtpx:{{mail.server}}?raw=true&sslContextParameters=#mailTls"
                            + "&sender=ann@example.com&recipients=bob@example.org");
                // end::trust[]
            }
        });
        // STARTTLS is required as soon as there are sslContextParameters; this server offers none
        Exchange exchange = template.request("direct:internal", one -> one.getMessage().setBody(MAIL));
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class).hasMessageContaining("STARTTLS");
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void asksForCredentialsAtEveryConnection() throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::credentials[]
                Path secret = Path.of(getContext().resolvePropertyPlaceholders("{{mail.passwordFile}}"));
                CredentialsSupplier vault = () -> Credentials.password("ann", Files.readString(secret).strip());
                getContext().getRegistry().bind("vault", vault);

                from("direct:vaulted")
                        .to("smtpx:{{mail.server}}?raw=true&credentialsSupplier=#vault&allowCleartextAuth={{mail.local:false}}"
                            + "&sender=ann@example.com&recipients=bob@example.org");
                // end::credentials[]
            }
        });
        Files.writeString(folder.resolve("password"), "the password\n");
        server.authenticates("ann", "the password");
        template.sendBody("direct:vaulted", MAIL);
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void theTestServerRefusesOnPurpose() throws Exception {
        // tag::testkit[]
        server.onRecipient("eve@example.org").reply("550 5.1.1 no such user");
        server.onContent().times(1).reply("451 4.3.0 try again");
        server.on("MAIL").times(1).closeWith("421 4.3.2 going down");
        server.on("EHLO").times(1).delay(Duration.ofMillis(100));
        // end::testkit[]
        assertThat(send("raw=true&" + ENVELOPE, MAIL).getException()).isInstanceOf(SmtpxTransientException.class);
    }
}
