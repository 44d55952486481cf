/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Options that become parameters of MAIL and RCPT. */
class ParameterTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;

    @BeforeEach
    void offerEverything() {
        server.offers("PIPELINING", "CHUNKING", "8BITMIME", "BINARYMIME", "SIZE 100000", "DSN", "AUTH PLAIN", "CHECKPOINT",
                "XVERP", "SMTPUTF8", "DELIVERBY 60", "FUTURERELEASE 604800 2031-01-01T00:00:00Z", "MT-PRIORITY", "RRVS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            mailVerb=SEND              | SEND FROM:<ann@example.com> SIZE=74
            mailVerb=SOML              | SOML FROM:<ann@example.com> SIZE=74
            mailVerb=saml              | SAML FROM:<ann@example.com> SIZE=74
            size=4711                  | MAIL FROM:<ann@example.com> SIZE=4711
            bodyType=7bit              | MAIL FROM:<ann@example.com> SIZE=74 BODY=7BIT
            bodyType=8bitmime          | MAIL FROM:<ann@example.com> SIZE=74 BODY=8BITMIME
            bodyType=BINARYMIME        | MAIL FROM:<ann@example.com> SIZE=74 BODY=BINARYMIME
            transactionId=42@x.org     | MAIL FROM:<ann@example.com> SIZE=74 TRANSID=<42@x.org>
            verp=true                  | MAIL FROM:<ann@example.com> SIZE=74 XVERP
            verp=RAW(+=)               | MAIL FROM:<ann@example.com> SIZE=74 XVERP=+=
            authSubmitter=eve@x.org    | MAIL FROM:<ann@example.com> SIZE=74 AUTH=eve@x.org
            authSubmitter=RAW(<>)      | MAIL FROM:<ann@example.com> SIZE=74 AUTH=<>
            dsnReturn=HDRS             | MAIL FROM:<ann@example.com> SIZE=74 RET=HDRS
            dsnReturn=full             | MAIL FROM:<ann@example.com> SIZE=74 RET=FULL
            envelopeId=RAW(order+1=2)  | MAIL FROM:<ann@example.com> SIZE=74 ENVID=order+2B1+3D2
            deliverBy=7200;r           | MAIL FROM:<ann@example.com> SIZE=74 BY=7200;R
            deliverBy=-5;NT            | MAIL FROM:<ann@example.com> SIZE=74 BY=-5;NT
            holdFor=2h                 | MAIL FROM:<ann@example.com> SIZE=74 HOLDFOR=7200
            holdUntil=2030-12-31T23:59:59Z           | MAIL FROM:<ann@example.com> SIZE=74 HOLDUNTIL=2030-12-31T23:59:59Z
            holdUntil=RAW(2030-12-31T08:00:00+08:00) | MAIL FROM:<ann@example.com> SIZE=74 HOLDUNTIL=2030-12-31T00:00:00Z
            mtPriority=-9              | MAIL FROM:<ann@example.com> SIZE=74 MT-PRIORITY=-9
            """)
    void anOptionBecomesAParameterOfMail(String option, String command) {
        deliver(RAW + "&" + option, MAIL);
        assertThat(server.commands().get(1)).isEqualTo(command);
        assertThat(server.message().text()).isEqualTo(MAIL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            dsnNotify=NEVER                                 | NOTIFY=NEVER
            "dsnNotify=success,failure"                     | "NOTIFY=SUCCESS,FAILURE"
            originalRecipient=rfc822;bob@old.example.org    | ORCPT=rfc822;bob@old.example.org
            validSince=2024-05-31T12:00:00Z                 | RRVS=2024-05-31T12:00:00Z
            """)
    void anOptionBecomesAParameterOfRcpt(String option, String parameter) {
        deliver(RAW + "&" + option, MAIL);
        assertThat(server.message().recipients().get(0).parameters()).containsExactly(parameter);
    }

    @Test
    void headersSetTheSameForOneExchange() {
        deliver(RAW + "&dsnNotify=NEVER&envelopeId=option", MAIL, Map.of(
                SmtpxConstants.DSN_NOTIFY, "DELAY", SmtpxConstants.DSN_RETURN, "HDRS", SmtpxConstants.ENVELOPE_ID, "header",
                SmtpxConstants.TRANSACTION_ID, "7@x.org", SmtpxConstants.AUTH_SUBMITTER, "eve@x.org"));
        assertThat(server.message().parameters())
                .contains("RET=HDRS", "ENVID=header", "TRANSID=<7@x.org>", "AUTH=eve@x.org");
    }

    @Test
    void headersSetWhenAndHowTheMessageIsPassedOn() {
        deliver(RAW + "&mtPriority=1&holdUntil=2030-12-31T23:59:59Z&deliverBy=99;N&validSince=2024-05-31T12:00:00Z", MAIL,
                Map.of(SmtpxConstants.MT_PRIORITY, -3, SmtpxConstants.HOLD_FOR, Duration.ofMinutes(2),
                        SmtpxConstants.DELIVER_BY, "60;R", SmtpxConstants.VALID_SINCE, Instant.parse("2025-01-01T00:00:00Z")));
        assertThat(server.message().parameters()).containsExactly("SIZE=74", "BY=60;R", "HOLDFOR=120", "MT-PRIORITY=-3");
        assertThat(server.message().recipients().get(0).parameters()).containsExactly("RRVS=2025-01-01T00:00:00Z");
    }

    @Test
    void onlyTheRecipientThatNeedsRrvsIsRejectedWithoutIt() {
        server.offers("PIPELINING", "CHUNKING");
        Recipient checked = Recipient.of("bob@x.org").withValidSince(Instant.parse("2025-01-01T00:00:00Z"));
        Exchange exchange = send("raw=true&sender=ann@example.com&skipBad=true", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, List.of(checked, Recipient.of("eve@x.org"))));
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.DELIVERED)).isEqualTo(List.of("eve@x.org"));
        assertThat(exchange.getMessage().getHeader(SmtpxConstants.REFUSED)).asString().contains("bob@x.org", "RRVS");
        assertThat(server.commands("RCPT")).containsExactly("RCPT TO:<eve@x.org>");
    }

    @Test
    void requireTlsIsAskedOverVerifiedTls() throws Exception {
        server.offers("PIPELINING", "REQUIRETLS").startTls();
        trustTheServer();
        String noMatter = "TLS-Required: No\r\n" + MAIL;
        deliver(RAW + "&requireTls=true&sslContextParameters=#trusted", noMatter);
        assertThat(server.message().parameters()).containsExactly("REQUIRETLS");
        deliver(RAW + "&sslContextParameters=#trusted", noMatter);
        assertThat(server.messages().get(1).parameters()).isEmpty();
        assertThat(server.messages()).allSatisfy(message -> assertThat(message.text()).isEqualTo(noMatter));
    }

    @Test
    void requireTlsStopsTheMessageWhereTlsIsAllThatIsOffered() throws Exception {
        server.offers("PIPELINING").startTls();
        trustTheServer();
        Exchange exchange = send(RAW + "&requireTls=true&sslContextParameters=#trusted", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("REQUIRETLS");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    private void trustTheServer() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(server.trustStore());
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(new TrustManagersParameters());
        tls.getTrustManagers().setTrustManager(trust.getTrustManagers()[0]);
        context.getRegistry().bind("trusted", tls);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            requireTls=true                | REQUIRETLS
            deliverBy=60;R                 | DELIVERBY
            holdFor=60s                    | FUTURERELEASE
            validSince=2024-01-01T00:00:00Z| RRVS
            """)
    void whatMayNotBeLeftOutStopsTheMessage(String option, String extension) {
        server.offers("PIPELINING");
        Exchange exchange = send(RAW + "&" + option, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(extension);
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @Test
    void aHeaderSetsNotificationsWhereNoOptionNamesTheRecipients() {
        deliver("raw=true&sender=ann@example.com&dsnNotify=NEVER", MAIL, Map.of(SmtpxConstants.RECIPIENTS, "bob@x.org",
                SmtpxConstants.DSN_NOTIFY, "DELAY", SmtpxConstants.ORIGINAL_RECIPIENT, "rfc822;old@x.org"));
        assertThat(server.message().recipients().get(0).parameters()).containsExactly("NOTIFY=DELAY", "ORCPT=rfc822;old@x.org");
    }

    @Test
    void aHeaderSetsNotificationsOfTheOptionsRecipients() {
        deliver(RAW + "&dsnNotify=NEVER", MAIL,
                Map.of(SmtpxConstants.DSN_NOTIFY, "DELAY", SmtpxConstants.ORIGINAL_RECIPIENT, "rfc822;old@x.org"));
        assertThat(server.message().recipients().get(0).parameters()).containsExactly("NOTIFY=DELAY", "ORCPT=rfc822;old@x.org");
    }

    @Test
    void anEightBitMessageIsDeclaredByItself() {
        deliver(RAW, MAIL + "Grüße\r\n");
        assertThat(server.message().parameters()).contains("BODY=8BITMIME");
    }

    @Test
    void aBinaryMessageIsSentUntouched() {
        byte[] binary = "Subject: x\r\n\r\nbare\nends\rand \0 NUL".getBytes(StandardCharsets.US_ASCII);
        deliver(RAW + "&bodyType=binarymime", binary);
        assertThat(server.message().octets()).isEqualTo(binary);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bodyType=binarymime | SIZE,8BITMIME,CHUNKING | BINARYMIME
            bodyType=binarymime | SIZE,BINARYMIME        | CHUNKING
            """)
    void contentThatTheServerCannotTakeIsRefusedBeforeItIsSent(String option, String keywords, String missing) {
        server.offers(keywords.split(","));
        Exchange exchange = send(RAW + "&" + option, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(missing);
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @Test
    void anEightBitMessageIsRefusedWhereTheServerTakesNone() {
        server.offers("PIPELINING");
        Exchange exchange = send(RAW, MAIL + "Grüße\r\n");
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("8BITMIME");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @Test
    void aMessageLargerThanTheServersLimitIsRefusedBeforeItIsSent() {
        server.offers("SIZE 50");
        Exchange exchange = send(RAW, MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("50");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            dsnNotify=NEVER         | NOTIFY
            dsnReturn=HDRS          | RET
            envelopeId=42           | ENVID
            authSubmitter=eve@x.org | AUTH
            """)
    void unofferedParametersAreDroppedAndReportedOrFail(String option, String parameter) {
        server.offers("PIPELINING");
        Exchange exchange = deliver(RAW + "&" + option, MAIL);
        assertThat(server.message().parameters()).isEmpty();
        assertThat(header(exchange, SmtpxConstants.DROPPED, List.class).toString()).contains(parameter);

        Exchange failed = send(RAW + "&" + option + "&unsupported=fail", MAIL);
        assertThat(failed.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(parameter);
        assertThat(server.messages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            transactionId=42@x.org | TRANSID
            verp=true              | XVERP
            """)
    void otherParametersThatAreNotOffered(String option, String parameter) {
        server.offers("PIPELINING");
        Exchange exchange = send(RAW + "&" + option + "&unsupported=fail", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(parameter);
    }

    @Test
    void anAddressWithUmlautsNeedsSmtpUtf8() {
        deliver("raw=true&sender=ann@example.com&recipients=jörg@example.org", MAIL);
        assertThat(server.message().to()).containsExactly("jörg@example.org");
        assertThat(server.message().parameters()).contains("SMTPUTF8");

        server.offers("PIPELINING");
        server.restart();
        Exchange exchange = send("raw=true&sender=ann@example.com&recipients=jürgen@example.org", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxException.class);
        assertThat(server.messages()).hasSize(1);
    }
}
