/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.HashMap;
import java.util.Map;

import jakarta.mail.internet.MimeUtility;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages through {@code toD}: one endpoint, and a header is a value whatever it holds. */
class SendDynamicTest extends SmtpxTestSupport {

    private static final String PERSONAL = "from=ann@example.com&to=${header.to}&subject=Hello ${header.name}";

    private void route(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").toD(uri);
            }
        });
    }

    private Exchange mail(String... headers) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return template.request("direct:mail", exchange -> {
            exchange.getMessage().setBody("Hello.");
            exchange.getMessage().setHeaders(all);
        });
    }

    private long endpoints() {
        return context.getEndpoints().stream().filter(SmtpxEndpoint.class::isInstance).count();
    }

    private String subject() throws Exception {
        String field = server.message().text().replaceAll("\r\n[ \t]", " ");
        return MimeUtility.decodeText(field.replaceAll("(?s).*\r\nSubject: ([^\r\n]*)\r\n.*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&synchronous=true" })
    void oneEndpointServesAllMessages(String more) throws Exception {
        route(smtpx(PERSONAL + more));
        for (int i = 0; i < 50; i++) {
            assertThat(mail("to", "u" + i + "@example.org", "name", "No " + i).getException()).isNull();
        }
        assertThat(endpoints()).isEqualTo(1);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.messages()).hasSize(50);
        ReceivedMessage last = server.messages().get(49);
        assertThat(last.to()).containsExactly("u49@example.org");
        assertThat(last.text()).contains("To: u49@example.org\r\n", "Subject: Hello No 49\r\n", "From: ann@example.com\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "you&to=eve@example.net&raw=true", "RAW(you)", "RAW(a)&starttls=never&x=RAW(b)", "?to=eve@example.net",
            "100 % & 1+1=2, %20 %26 #", "{{secret}}", "${header.to}", "Jörg € \uD83D\uDE00", "" })
    void valueOfAHeaderStaysAValue(String name) throws Exception {
        context.getPropertiesComponent().addInitialProperty("secret", "s3cret");
        route(smtpx(PERSONAL));
        assertThat(mail("to", "bob@example.org", "name", name).getException()).isNull();
        assertThat(subject()).isEqualTo("Hello " + name);
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void recipientCannotAddAnOption() throws Exception {
        route(smtpx("from=ann@example.com&to=${header.to}&starttls=required"));
        Exchange exchange = mail("to", "x@evil.example&starttls=never");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("to");
        assertThat(server.connections()).isZero();
    }

    @Test
    void rawValueMayCloseItsBracket() throws Exception {
        route(smtpx("from=ann@example.com&to=bob@example.org&subject=RAW(${header.name})&skipBad=true"));
        assertThat(mail("name", "a)&to=eve@example.net&x=(b").getException()).isNull();
        assertThat(subject()).isEqualTo("a)&to=eve@example.net&x=(b");
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void fixedTextIsDecodedAndFunctionsAreWhole() throws Exception {
        context.getRegistry().bind("words", new Words());
        route(smtpx("from=ann@example.com&to=bob@example.org"
                    + "&subject=A%26B%2BC ${header[name]?.toUpperCase()} ${bean:words?method=shout} ${header.name.replace('o','&x=')}!"));
        assertThat(mail("name", "joe").getException()).isNull();
        assertThat(subject()).isEqualTo("A&B+C JOE Hello.! j&x=e!");
        assertThat(server.message().sender()).isEqualTo("ann@example.com");
    }

    public static final class Words {
        public String shout(String text) {
            return text + "!";
        }
    }

    /** An option closes the headers, also when its value comes from a header. */
    @Test
    void headersOfTheMessageStayClosed() throws Exception {
        route(smtpx(PERSONAL + "&useHeaderRecipients=true"));
        assertThat(mail("to", "bob@example.org", "name", "Bob", "Cc", "eve@example.net").getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void serverMayBeDynamic() throws Exception {
        route("smtpx:${header.server}?from=ann@example.com&to=${header.to}");
        assertThat(mail("server", server.address(), "to", "bob@example.org").getException()).isNull();
        assertThat(server.message().to()).containsExactly("bob@example.org");
        String address = server.address();
        for (String bad : new String[] { address + "?to=eve@example.net&", address + "%3Fto=a@b.c", "{{secret}}" }) {
            assertThat(mail("server", bad, "to", "bob@example.org").getException()).isNotNull();
        }
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void otherOptionsMakeAnEndpointForEachValue() throws Exception {
        route(smtpx("from=ann@example.com&to=${header.to}&hello=${header.name}.example.com"));
        assertThat(mail("to", "bob@example.org", "name", "one").getException()).isNull();
        assertThat(mail("to", "joe@example.org", "name", "one").getException()).isNull();
        assertThat(mail("to", "joe@example.org", "name", "two").getException()).isNull();
        assertThat(endpoints()).isEqualTo(2);
        assertThat(server.commands("EHLO")).contains("EHLO one.example.com", "EHLO two.example.com");
        for (String bad : new String[] { "x&to=eve@example.net&subject=", "RAW(x)", "{{secret}}", "x%26to=eve@example.net" }) {
            assertThat(mail("to", "bob@example.org", "name", bad).getException()).isNotNull();
        }
        assertThat(server.messages()).hasSize(3);
    }

    @Test
    void exchangeKeepsNothingOfIt() throws Exception {
        route(smtpx(PERSONAL));
        Exchange exchange = mail("to", "bob@example.org", "name", "Bob");
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperties()).doesNotContainKey("CamelSmtpxMessageOptions");
        assertThat(exchange.getMessage().getHeader("to")).isEqualTo("bob@example.org");
    }

    @Test
    void uriWithoutFunctionsIsUsedAsItIs() throws Exception {
        route(smtpx("from=ann@example.com&to=bob@example.org&subject=Fixed"));
        assertThat(mail().getException()).isNull();
        assertThat(subject()).isEqualTo("Fixed");
    }
}
