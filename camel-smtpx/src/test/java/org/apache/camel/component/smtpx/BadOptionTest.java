/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A route with a wrong option does not start, and the error names the option. */
class BadOptionTest extends SmtpxTestSupport {

    @ParameterizedTest
    @ValueSource(strings = {
            "timeout=0", "timeout=-1", "timeout=P2D", "connectTimeout=0", "greetingTimeout=0", "commandTimeout=0",
            "dataTimeout=0", "blockTimeout=0", "finalTimeout=0", "tlsTimeout=0", "timeout=soon",
            "hello=two words", "hello=RAW(<>)", "hello=",
            "addressFamily=ipv5", "starttls=perhaps", "bodyType=9bit", "unsupported=ignore", "pipelining=always",
            "chunking=yes", "envelopeHeaders=some", "mailVerb=POST", "operation=receive", "dsnReturn=HALF",
            "dsnNotify=SOMETIMES", "dsnNotify=NEVER,SUCCESS",
            "sender=no address", "recipients=no address", "from=no address", "to=no address", "cc=no address",
            "bcc=no address", "replyTo=no address", "contentType=nonsense",
            "size=-2", "transactionId=a b", "envelopeId=RAW(ä)", "authSubmitter=nobody at all", "verp=toolong,toolong",
            "originalRecipient=bob@x.org", "originalRecipient=rfc822;b o b@x.org&recipients=bob@x.org",
            "deliverBy=0;R", "deliverBy=60", "deliverBy=9999999999;N", "deliverBy=60;RX", "holdFor=0", "holdFor=500",
            "holdUntil=tomorrow", "holdUntil=1969-12-31T00:00:00Z", "holdFor=1h&holdUntil=2030-01-01T00:00:00Z",
            "mtPriority=10",
            "mtPriority=high", "validSince=2024-01-01", "requireTls=maybe", "requireTls=true&hostnameVerification=false",
            "requireTls=true&starttls=never",
            "listUnsubscribe=leave", "listUnsubscribe=RAW(<https://a.example/x>,y)", "oneClick=maybe",
            "oneClick=true&listUnsubscribe=mailto:leave@example.com",
            "chunkSize=1", "chunkSize=1000000000", "maxConnections=0", "maxInFlight=0", "maxMessagesPerConnection=-1",
            "maxPending=-1", "maxRecipients=0", "idleTimeout=0", "acquireTimeout=0", "maxConnectionAge=-1", "loginPause=-1",
            "maxRate=30", "maxRate=0/s", "maxRecipientRate=5/x", "maxConnectionRate=fast", "throttling=perhaps",
            "profile=hotmail",
            "profile=", "maxRecipientsPerMessage=-1",
            "localPort=-1", "localPort=65536", "localAddress=no.such.host.invalid",
            "unixSocket=run/lmtp", "unixSocket=RAW(/run/\u0000)", "unixSocket=/run/lmtp&ssl=true",
            "unixSocket=/run/lmtp&starttls=required",
            "unixSocket=/run/lmtp&localPort=7", "unixSocket=/run/lmtp&proxy=socks5://localhost:1080",
            "proxy=localhost:1080", "proxy=https://localhost:3128", "proxy=socks4://localhost:1080", "proxy=socks5://localhost",
            "proxy=http://:80", "proxy=http://localhost:0", "proxy=http://localhost:3128/path",
            "proxyUsername=ann&proxyPassword=b", "proxyUsername=ann&proxy=http://localhost:1",
            "proxyPassword=ann&proxy=http://localhost:1", "proxyUsername=RAW(a:b)&proxyPassword=c&proxy=http://localhost:1",
            "proxyPassword=&proxyUsername=ann&proxy=socks5://localhost:1",
            "proxyProtocol=v3", "proxyProtocol=v1&proxy=http://localhost:1", "proxyProtocol=v1&unixSocket=/run/lmtp",
            "sendHello=false&username=ann&password=secret", "sendHello=false&starttls=required", "esmtp=false&protocol=lmtp",
            "authMechanisms=NTLM2000", "xclient=ADDR=mail.example.org", "xclient=ADDR=192.0.2.1&sendHello=false",
            "xclient=ADDR=192.0.2.1&esmtp=false",
            "xforward=PORT=0", "xforward=nobody", "ignoreExtensions=SIZE=1", "ignoreExtensions=starttls", "skipBad=maybe",
            "noSuchOption=1" })
    void aBadOptionIsNamedWhenTheRouteStarts(String option) {
        String name = option.split("[=&]")[0];
        assertThatThrownBy(() -> start(smtpx(option))).as(option).satisfies(thrown -> assertThat(ownMessage(thrown))
                .contains(name).doesNotContain("\r", "\n", "No enum constant", "NullPointer"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "protocol=uucp | smtp, lmtp", "proxyProtocol=on | v1, v2", "starttls=perhaps | auto, required, never",
            "addressFamily=ipv5 | any, ipv4, ipv6",
            "pipelining=on | auto, never",
            "chunking=off | auto, never", "oneFlight=maybe | auto, always, never", "unsupported=ignore | warn, fail",
            "envelopeHeaders=some | all, recipients, none", "bodyType=9bit | auto, 7bit, 8bitmime, binarymime" })
    void theErrorListsTheValuesOfAnOption(String option, String values) {
        assertThatThrownBy(() -> start(smtpx(option)))
                .satisfies(thrown -> assertThat(ownMessage(thrown)).contains(option.split("=")[0]))
                .satisfies(thrown -> assertThat(stackTrace(thrown)).contains("is not one of " + values));
    }

    @Test
    void aLineEndInAnOptionIsRefusedWhenTheRouteStarts() {
        List<Consumer<SmtpxConfiguration>> bad = List.of(
                options -> options.setHello("a\r\nRSET"), options -> options.setSubject("a\r\nBcc: evil@x.org"),
                options -> options.setSender("a@x.org>\r\nRSET"), options -> options.setRecipients("a@x.org>\nRSET"),
                options -> options.setTransactionId("a\r\nRSET"), options -> options.setEnvelopeId("a\nRSET"),
                options -> options.setVerp("\r\n"), options -> options.setXclient("NAME=a\r\nQUIT"),
                options -> options.setXforward("NAME=a\nQUIT"),
                options -> options.setDeliverBy("60;R\r\n"), options -> options.setHoldUntil("2030-01-01T00:00:00Z\n"),
                options -> options.setValidSince("2030-01-01T00:00:00Z SIZE=1\n"),
                options -> options.setContentType("text/plain\r\nX: y"));
        assertThat(bad).allSatisfy(setting -> {
            SmtpxConfiguration options = new SmtpxConfiguration();
            options.setHost("localhost");
            options.setFrom("ann@example.com");
            setting.accept(options);
            SmtpxEndpoint endpoint
                    = new SmtpxEndpoint("smtpx:localhost", context.getComponent("smtpx", SmtpxComponent.class), options);
            SmtpxProducer producer = endpoint.createProducer();
            assertThatThrownBy(producer::start).isInstanceOf(RuntimeException.class);
            producer.stop();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "smtpx:", "smtpx:host:0x19", "smtpx:host:65536", "smtpx:host:-1", "smtpx:ho st", "smtpx:[::1", "smtpx:a,,b",
            "smtpx:a,b:99999", "smtpx:@host", "smtpx:ann@", "smtpx:ann:geheim@host" })
    void aBadServerIsNamedWhenTheRouteStarts(String uri) {
        assertThatThrownBy(() -> start(uri + "?" + ENVELOPE)).as(uri).satisfies(thrown -> assertThat(stackTrace(thrown))
                .containsAnyOf("invalid host", "invalid port", "only a user name", "host must be specified", "Invalid uri"));
    }

    @ParameterizedTest
    @CsvSource({
            "smtpx:ann@mx.example.org:587?password=x, ann, mx.example.org, 587",
            "smtpx://ann@mx.example.org, ann, mx.example.org, 0",
            "smtpx:ann@example.org@mx.example.org, ann@example.org, mx.example.org, 0",
            "smtpx:ann@mx1.example.org?username=bob, bob, mx1.example.org, 0",
            "smtpx:ann@fa\u00DF.example, ann, xn--fa-hia.example, 0" })
    void aUserNameBeforeTheHostIsTheUsername(String uri, String username, String host, int port) {
        SmtpxConfiguration options = context.getEndpoint(uri, SmtpxEndpoint.class).getConfiguration();
        assertThat(options.getUsername()).isEqualTo(username);
        assertThat(options.getHost()).isEqualTo(host);
        assertThat(options.getPort()).isEqualTo(port);
    }

    @Test
    void aPasswordBeforeTheHostIsRefusedAndNotShown() {
        assertThatThrownBy(() -> context.getEndpoint("smtpx:ann:geheim@mx.example.org"))
                .satisfies(thrown -> assertThat(stackTrace(thrown)).contains("option password"))
                .satisfies(thrown -> assertThat(String.valueOf(thrown.getCause())).doesNotContain("geheim"));
    }

    @Test
    void aLoginInTheAddressOfTheProxyIsRefusedAndNotShown() {
        assertThatThrownBy(() -> start(smtpx("proxy=RAW(http://ann:geheim@localhost:3128)")))
                .satisfies(thrown -> assertThat(ownMessage(thrown)).contains("proxyUsername").doesNotContain("geheim"));
    }

    @Test
    void theErrorShowsNoSecret() {
        assertThatThrownBy(() -> start(smtpx("timeout=0&username=ann&password=RAW(geheim)")))
                .satisfies(thrown -> assertThat(stackTrace(thrown)).contains("timeout").doesNotContain("geheim"));
    }

    @Test
    void anEndpointCannotBeConsumedFrom() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(smtpx(ENVELOPE)).to("mock:never");
            }
        })).hasStackTraceContaining("it cannot be used in from()");
    }

    private void start(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:bad").to(uri);
            }
        });
    }

    /** Without the URI that Camel quotes when it could not read an option at all. */
    private static String ownMessage(Throwable thrown) {
        return thrown instanceof FailedToCreateRouteException
                ? String.valueOf(thrown.getMessage()).replaceFirst("(?s).*due to: ", "")
                : String.valueOf(thrown.getMessage());
    }

    private static String stackTrace(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            all.append(one).append('\n');
        }
        return all.toString();
    }
}
