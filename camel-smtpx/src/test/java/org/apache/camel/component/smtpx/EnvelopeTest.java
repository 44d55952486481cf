/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage.ReceivedRecipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The source of the envelope: options, headers, or the composed message. */
class EnvelopeTest extends SmtpxTestSupport {

    private static final String SENDER = "raw=true&sender=ann@example.com";

    @Test
    void optionsWinOverHeaders() {
        deliver("raw=true&" + ENVELOPE, MAIL,
                Map.of(SmtpxConstants.SENDER, "evil@x.org", SmtpxConstants.RECIPIENTS, "evil@x.org"));
        assertThat(server.message().sender()).isEqualTo("ann@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void headersCountWhereNoOptionIsSet() {
        deliver("raw=true", MAIL, Map.of(SmtpxConstants.SENDER, "ann@x.org", SmtpxConstants.RECIPIENTS, "bob@x.org"));
        assertThat(server.message().sender()).isEqualTo("ann@x.org");
        assertThat(server.message().to()).containsExactly("bob@x.org");
    }

    @Test
    void headersWinOverTheAddressesOfTheMessage() {
        deliver("from=ann@example.com&to=bob@example.org&cc=cc@example.org", "Hello",
                Map.of(SmtpxConstants.SENDER, "bounces@x.org", SmtpxConstants.RECIPIENTS, "other@x.org"));
        assertThat(server.message().sender()).isEqualTo("bounces@x.org");
        assertThat(server.message().to()).containsExactly("other@x.org");
        assertThat(server.message().text()).contains("To: bob@example.org", "Cc: cc@example.org");
    }

    @Test
    void aRawMessageGoesToFromToCcAndBccOfTheOptions() {
        deliver("raw=true&from=Ann <ann@example.com>&to=bob@example.org&cc=cc@example.org&bcc=bcc@example.org", MAIL);
        assertThat(server.message().sender()).isEqualTo("ann@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org", "cc@example.org", "bcc@example.org");
    }

    @ParameterizedTest
    @MethodSource("manyKindsOfRecipients")
    void takesRecipientsInManyForms(Object value, List<String> expected) {
        deliver(SENDER, MAIL, Map.of(SmtpxConstants.RECIPIENTS, value));
        assertThat(server.message().to()).isEqualTo(expected);
    }

    static List<Object[]> manyKindsOfRecipients() {
        List<String> both = List.of("bob@x.org", "eve@y.org");
        return List.of(
                new Object[] { "bob@x.org", List.of("bob@x.org") },
                new Object[] { "bob@x.org,eve@y.org", both },
                new Object[] { "bob@x.org\n", List.of("bob@x.org") },
                new Object[] { "\r\n\t bob@x.org \r\n,\n eve@y.org\n", both },
                new Object[] { "Bob\r\n <bob@x.org>,\r\n\teve@y.org", both },
                new Object[] { List.of("bob@x.org\r\n", " eve@y.org "), both },
                new Object[] { "Bob <bob@x.org>; \"Eve, really\" <eve@y.org>", both },
                new Object[] { new StringBuilder("bob@x.org, eve@y.org"), both },
                new Object[] { both, both },
                new Object[] { new String[] { "bob@x.org", "eve@y.org" }, both },
                new Object[] { List.of("bob@x.org", Address.parse("eve@y.org")), both },
                new Object[] { Recipient.of("bob@x.org"), List.of("bob@x.org") },
                new Object[] { Set.of(Recipient.of("bob@x.org")), List.of("bob@x.org") },
                // the domain has no case, the local part may have
                new Object[] { "bob@x.org, bob@X.ORG, bob@x.org, Bob@x.org", List.of("bob@x.org", "Bob@x.org") });
    }

    @Test
    void recipientsHaveNotificationsOfTheirOwn() {
        List<Object> recipients = List.of(
                new Recipient(Address.parse("bob@x.org"), Set.of(Notify.NEVER), null),
                new Recipient(Address.parse("eve@x.org"), Set.of(Notify.SUCCESS, Notify.DELAY), "rfc822;eve+list@y.org"),
                "joe@x.org");
        deliver(SENDER + "&dsnNotify=FAILURE", MAIL, Map.of(SmtpxConstants.RECIPIENTS, recipients));
        assertThat(server.message().recipients()).containsExactly(
                new ReceivedRecipient("bob@x.org", List.of("NOTIFY=NEVER")),
                new ReceivedRecipient("eve@x.org", List.of("NOTIFY=SUCCESS,DELAY", "ORCPT=rfc822;eve+2Blist@y.org")),
                new ReceivedRecipient("joe@x.org", List.of("NOTIFY=FAILURE")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            all        | ann@header.org  | bob@header.org  | ENVID=fromHeader
            recipients | ann@example.com | bob@header.org  |
            none       | ann@example.com | bob@example.org |
            """)
    void anEndpointCanCloseTheHeaders(String envelopeHeaders, String sender, String recipient, String parameter) {
        deliver("raw=true&from=ann@example.com&to=bob@example.org&envelopeHeaders=" + envelopeHeaders, MAIL,
                Map.of(SmtpxConstants.SENDER, "ann@header.org", SmtpxConstants.RECIPIENTS, "bob@header.org",
                        SmtpxConstants.ENVELOPE_ID, "fromHeader"));
        assertThat(server.message().sender()).isEqualTo(sender);
        assertThat(server.message().to()).containsExactly(recipient);
        assertThat(server.message().parameters().stream().filter(p -> p.startsWith("ENVID")).findFirst().orElse(null))
                .isEqualTo(parameter);
    }

    @Test
    void otherHeadersNeverReachTheEnvelope() {
        Exchange exchange = send("raw=true&from=ann@example.com", MAIL,
                Map.of("To", "evil@x.org", "Cc", "evil@x.org", "Bcc", "evil@x.org", "recipients", "evil@x.org"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("there is no recipient");
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            <>                | ""
            "Ann <a@x.org>"   | a@x.org
            <a@x.org>         | a@x.org
            """)
    void aSenderMayBeNullOrHaveAName(String option, String onWire) {
        deliver("raw=true&sender=RAW(" + option + ")&recipients=bob@x.org", MAIL);
        assertThat(server.message().sender()).isEqualTo(onWire);
    }

    @Test
    void takesAsManyRecipientsAsMaxRecipients() {
        String three = String.join(",", IntStream.range(0, 3).mapToObj(i -> "u" + i + "@x.org").toList());
        deliver(SENDER + "&maxRecipients=3", MAIL, Map.of(SmtpxConstants.RECIPIENTS, three));
        assertThat(server.message().to()).hasSize(3);
        Exchange exchange = send(SENDER + "&maxRecipients=3", MAIL, Map.of(SmtpxConstants.RECIPIENTS, three + ",u4@x.org"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining("maxRecipients");
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void exactAddressesTakesNoNames() {
        deliver(SENDER + "&exactAddresses=true", MAIL, Map.of(SmtpxConstants.RECIPIENTS, "bob@x.org,<eve@x.org>"));
        assertThat(server.message().to()).containsExactly("bob@x.org", "eve@x.org");
        Exchange exchange = send(SENDER + "&exactAddresses=true", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, "Bob <bob@x.org>"));
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining(SmtpxConstants.RECIPIENTS);
    }

    @ParameterizedTest
    @MethodSource("headersThatAreNoAddresses")
    void refusesWhatIsNoAddressAndNamesTheHeader(String header, Object value) {
        Map<String, Object> headers = new java.util.HashMap<>(
                Map.of(SmtpxConstants.SENDER, "ann@x.org", SmtpxConstants.RECIPIENTS, "bob@x.org"));
        headers.put(header, value);
        Exchange exchange = send("raw=true", MAIL, headers);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(header);
        assertThat(server.connections()).isZero();
    }

    static List<Object[]> headersThatAreNoAddresses() {
        return List.of(
                new Object[] { SmtpxConstants.SENDER, "no address" },
                new Object[] { SmtpxConstants.SENDER, "a@x.org, b@x.org" },
                new Object[] { SmtpxConstants.SENDER, List.of("a@x.org") },
                new Object[] { SmtpxConstants.SENDER, "a@x.org>\r\nRCPT TO:<evil@x.org" },
                new Object[] { SmtpxConstants.RECIPIENTS, "" },
                new Object[] { SmtpxConstants.RECIPIENTS, "bob@" },
                new Object[] { SmtpxConstants.RECIPIENTS, 42 },
                new Object[] { SmtpxConstants.RECIPIENTS, Arrays.asList("a@x.org", null) },
                new Object[] { SmtpxConstants.RECIPIENTS, "b@x.org> NOTIFY=NEVER" },
                new Object[] { SmtpxConstants.RECIPIENTS, "<>" },
                new Object[] { SmtpxConstants.ENVELOPE_ID, "a\r\nb" },
                new Object[] { SmtpxConstants.DSN_NOTIFY, "SOMETIMES" },
                new Object[] { SmtpxConstants.DSN_RETURN, "HALF" },
                new Object[] { SmtpxConstants.ORIGINAL_RECIPIENT, "no type" },
                new Object[] { SmtpxConstants.TRANSACTION_ID, "a b" },
                new Object[] { SmtpxConstants.AUTH_SUBMITTER, "no address" });
    }

    @Test
    void noSenderAtAllIsRefused() {
        Exchange exchange = send("raw=true&recipients=bob@x.org", MAIL);
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class)
                .hasMessageContaining("there is no sender");
    }
}
