/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Parameters of MAIL and RCPT, arguments of other commands, and options: nothing in them becomes a second one. */
class HostileParameterTest {

    private static final String[] EVERYTHING
            = { "SIZE", "DSN", "AUTH PLAIN", "CHECKPOINT", "XVERP", "8BITMIME", "ETRN", "PIPELINING" };

    private static ScriptedServer server() throws Exception {
        return new ScriptedServer(new MailService().offers(EVERYTHING));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "CamelSmtpxEnvelopeId | a\\r\\nb", "CamelSmtpxEnvelopeId | a\\0b", "CamelSmtpxEnvelopeId | j\u00F6rg",
            "CamelSmtpxEnvelopeId | a\u760D\u760Ab",
            "CamelSmtpxDsnNotify | NEVER,SUCCESS", "CamelSmtpxDsnNotify | success,success", "CamelSmtpxDsnNotify | FOO",
            "CamelSmtpxDsnNotify | DELAY\\r\\n", "CamelSmtpxDsnNotify | SUCCESS ORCPT=x", "CamelSmtpxDsnNotify | ,",
            "CamelSmtpxDsnReturn | FULL X", "CamelSmtpxDsnReturn | 42", "CamelSmtpxDsnReturn | HDRS\\r\\n",
            "CamelSmtpxOriginalRecipient | a@b", "CamelSmtpxOriginalRecipient | rfc822",
            "CamelSmtpxOriginalRecipient | r c;a@b",
            "CamelSmtpxOriginalRecipient | rfc822;a@b NOTIFY=NEVER", "CamelSmtpxOriginalRecipient | rfc822;a@b\\r\\nDATA",
            "CamelSmtpxOriginalRecipient | ;a@b", "CamelSmtpxOriginalRecipient | rfc822;j\u00F6rg@b",
            "CamelSmtpxAuthSubmitter | <> SIZE=1", "CamelSmtpxAuthSubmitter | a@b\\r\\nDATA", "CamelSmtpxAuthSubmitter | a@b c",
            "CamelSmtpxAuthSubmitter | nobody at all",
            "CamelSmtpxDeliverBy | 60;R SIZE=1", "CamelSmtpxDeliverBy | 60;R\\r\\n", "CamelSmtpxDeliverBy | 0;R",
            "CamelSmtpxHoldFor | 1h SIZE=1", "CamelSmtpxHoldFor | -1", "CamelSmtpxHoldUntil | 2030-01-01T00:00:00Z\\r\\nX",
            "CamelSmtpxHoldUntil | now", "CamelSmtpxMtPriority | 10", "CamelSmtpxMtPriority | 1 BY=1",
            "CamelSmtpxMtPriority | +",
            "CamelSmtpxRequireTls | perhaps", "CamelSmtpxValidSince | 2030-01-01T00:00:00Z;C\\r\\n",
            "CamelSmtpxTransactionId | a b", "CamelSmtpxTransactionId | a> SIZE=1", "CamelSmtpxTransactionId | a\\r\\nb" })
    void invalidParameterIsRefusedBeforeConnecting(String header, String value) throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            route.send("hello", Map.of(header, unescaped(value)));
            assertThat(route.refusedHere()).hasMessageContaining(header);
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void longOnesAreRefused() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            for (Map.Entry<String, String> long_ : Map.of(SmtpxConstants.ENVELOPE_ID, "x".repeat(101),
                    SmtpxConstants.TRANSACTION_ID, "x".repeat(79), SmtpxConstants.ORIGINAL_RECIPIENT,
                    "x;" + "y".repeat(500), SmtpxConstants.DSN_NOTIFY, "SUCCESS,".repeat(100_000)).entrySet()) {
                route.send("hello", Map.of(long_.getKey(), long_.getValue()));
                assertThat(route.refusedHere().getMessage()).hasSizeLessThan(500);
            }
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void malformedTextIsRefused() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            for (String header : List.of(SmtpxConstants.ENVELOPE_ID, SmtpxConstants.DSN_NOTIFY, SmtpxConstants.DSN_RETURN,
                    SmtpxConstants.ORIGINAL_RECIPIENT, SmtpxConstants.TRANSACTION_ID, SmtpxConstants.AUTH_SUBMITTER,
                    SmtpxConstants.DELIVER_BY, SmtpxConstants.HOLD_FOR, SmtpxConstants.HOLD_UNTIL, SmtpxConstants.MT_PRIORITY,
                    SmtpxConstants.REQUIRE_TLS, SmtpxConstants.VALID_SINCE, SmtpxConstants.XFORWARD)) {
                route.send("hello", Map.of(header, List.of("x")));
                assertThat(route.refusedHere()).hasMessageContaining(header);
                route.send("hello", Map.of(header, new StringBuilder[] {}));
                route.refusedHere();
            }
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void rawValuesAreEncodedSoThatTheyStayOneParameter() throws Exception {
        try (ScriptedServer server = server();
             MailRoute route = new MailRoute(server, "username=ann&password=pw&allowCleartextAuth=true")) {
            Map<String, Object> headers = new HashMap<>();
            headers.put(SmtpxConstants.ENVELOPE_ID, "abc RET=FULL a=b a+b");
            headers.put(SmtpxConstants.ORIGINAL_RECIPIENT, "rfc822;\"a b\"@c.test");
            headers.put(SmtpxConstants.AUTH_SUBMITTER, "a=b+c@d.test");
            headers.put(SmtpxConstants.DSN_RETURN, "hdrs");
            headers.put(SmtpxConstants.DSN_NOTIFY, "Failure, delay");
            route.send("hello", headers);
            route.delivered();
            assertThat(server.heard()).anyMatch(line -> line.startsWith("MAIL FROM:<ann@example.test> SIZE=")
                    && line.endsWith(" RET=HDRS ENVID=abc+20RET+3DFULL+20a+3Db+20a+2Bb"
                                     + " AUTH=a+3Db+2Bc@d.test"));
            assertThat(server.heard())
                    .contains("RCPT TO:<bob@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;\"a+20b\"@c.test");
        }
    }

    @Test
    void theSubmitterIsNotNamedToAServerWithoutLogins() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new MailService());
             MailRoute route = new MailRoute(server, "authSubmitter=boss@example.test")) {
            route.send("hello");
            assertThat(route.delivered().via().dropped()).containsExactly("AUTH");
            assertThat(server.heard()).noneMatch(line -> line.contains("AUTH="));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "size=-2", "size=9223372036854775808", "bodyType=8BITMIME X", "bodyType=binary",
            "mailVerb=MAIL FROM", "dsnReturn=FULL X", "dsnNotify=NEVER,SUCCESS", "envelopeId=a%0d%0ab", "verp=RAW(a b)",
            "verp=+%0d", "originalRecipient=RAW(rfc822;a@b c)", "hello=x%0d%0aMAIL FROM:<a>", "hello=a b",
            "hello=[1.2.3.4", "hello=RAW(x\u200By)", "hello=-", "envelopeHeaders=some", "timeout=0", "timeout=-1",
            "connectTimeout=0", "commandTimeout=-5", "timeout=2147483648000", "starttls=yes", "localPort=70000",
            "addressFamily=ipx", "unsupported=ignore", "pipelining=on", "trustAllCertificates=true",
            "cc=RAW(carol@example.test",
            "cc=carol@example.test&dave@example.test", "cc=RAW(carol@example.test)x" })
    void nonsenseInAnOptionEndsTheStartOfTheRoute(String option) throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, option)) {
            assertThatThrownBy(() -> route.send("hello")).isInstanceOf(Exception.class);
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void escapedAmpersandInAnAddressStaysInIt() throws Exception {
        for (String cc : List.of("RAW(r&d@example.test)", "RAW{r&d@example.test}")) {
            try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "cc=" + cc)) {
                route.send("hello");
                route.delivered();
                assertThat(server.heard()).contains("RCPT TO:<r&d@example.test>");
            }
        }
    }

    @Test
    void aSizeThatIsNoNumberNeverReachesTheWire() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "size=1%0d%0aRCPT TO:<x>")) {
            route.send("hello");
            assertThat(server.heard()).noneMatch(line -> line.contains("<x>"));
        }
    }

    @Test
    void aHelloNameOfAnyLengthIsRefused() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "hello=" + "a.".repeat(150) + "a")) {
            assertThatThrownBy(() -> route.send("hello")).rootCause().hasMessageContaining("hello");
        }
    }

    @Test
    void theHelloNameOfThisHostIsAFullNameOrAnAddress() throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "")) {
            route.send("hello");
            route.delivered();
            assertThat(server.heard().get(0)).matches("EHLO (\\[[0-9.]+]|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)")
                    .doesNotContain("localhost");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "etrn | @x\\r\\nQUIT", "etrn | a b", "etrn | b\u00FCcher.test", "verify | a\\r\\nQUIT", "verify | a\\0b",
            "verify | a\u760D\u760AQUIT", "expand | staff\\rDATA", "help | x\\nQUIT" })
    void argumentsOfOtherCommandsStayOne(String operation, String argument) throws Exception {
        try (ScriptedServer server = server(); MailRoute route = new MailRoute(server, "operation=" + operation)) {
            String hostile = unescaped(argument);
            assertThat(route.send(hostile).getException()).isInstanceOf(SmtpxPermanentException.class);
            assertThat(route.send("", Map.of(SmtpxConstants.ARGUMENT, hostile)).getException())
                    .isInstanceOf(SmtpxPermanentException.class);
            assertThat(route.send("x".repeat(100_000)).getException()).isInstanceOf(SmtpxPermanentException.class);
            assertThat(server.sessions()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "127.0.0.1%0d%0aX:25", "a b:25", "localhost:99999", "localhost:-1", "localhost:25x", "[::1:25", "[::1]x",
            "localhost,", ",", "mx_\u2028.test", "user:secret@mx.test:25", "mx.test/path" })
    void aServerThatIsNoneEndsTheStartOfTheRoute(String servers) throws Exception {
        try (MailRoute route = new MailRoute(servers, "")) {
            assertThatThrownBy(() -> route.send("hello")).isInstanceOf(Exception.class);
        }
    }

    /** The tables cannot hold these characters themselves. */
    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    }
}
