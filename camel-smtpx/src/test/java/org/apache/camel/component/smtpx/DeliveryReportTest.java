/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Stream;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.smtpx.dsn.DeliveryReport;
import org.apache.camel.component.smtpx.dsn.DeliveryReport.Action;
import org.apache.camel.component.smtpx.dsn.DeliveryReport.RecipientReport;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Delivery status notifications as values, and what becomes of broken ones. */
class DeliveryReportTest {

    private static final String POSTFIX = sample("postfix-failed.eml");
    private static final String EXIM = sample("exim-delayed.eml");
    private static final String DIAGNOSTIC = "550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown";
    private static final String ID = "contract-7 of ann+bob";

    private final DefaultCamelContext context = new DefaultCamelContext();

    @Test
    void tellsWhatBecameOfEachRecipient() {
        DeliveryReport report = convert(POSTFIX);

        assertThat(report.envelopeId()).isEqualTo(ID);
        assertThat(report.messageId()).isEqualTo("<mo3k1.2a@example.com>");
        assertThat(report.reportingMta()).isEqualTo("mx.example.com");
        assertThat(report.recipients()).containsExactly(
                new RecipientReport(
                        "first+choice@old.test", "nobody@example.org", Action.FAILED, new EnhancedStatus(5, 1, 1),
                        "550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown", "mx.example.org"),
                new RecipientReport(
                        "bob@example.org", "bob@example.org", Action.DELIVERED, new EnhancedStatus(2, 0, 0),
                        "delivered to mailbox", null));
    }

    @Test
    void decodesWhatEximLeavesInXtext() {
        DeliveryReport report = convert(EXIM);
        assertThat(report.envelopeId()).isEqualTo(ID);
        assertThat(report.messageId()).isEqualTo("<mo3k1.2b@example.com>");
        assertThat(report.recipients()).containsExactly(new RecipientReport(
                "first+choice@old.test", "first+choice@old.test", Action.DELAYED, new EnhancedStatus(4, 0, 0), null, null));
    }

    @Test
    void anIdIsRecognizedHoweverItWasWritten() {
        assertThat(convert(POSTFIX).concerns(ID)).isTrue();
        assertThat(convert(EXIM).concerns(ID)).isTrue();
        assertThat(convert(POSTFIX).concerns("contract-8")).isFalse();
        // "a+2Bb" is itself an id that looks like xtext
        assertThat(convert(POSTFIX.replace(ID, "a+2Bb")).concerns("a+b")).isTrue();
        assertThat(convert(POSTFIX.replace(ID, "a+41")).envelopeId()).isEqualTo("a+41");
    }

    @Test
    void convertsWhateverAMailConsumerGives() throws Exception {
        byte[] octets = POSTFIX.getBytes(StandardCharsets.UTF_8);
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        DeliveryReport report = convert(octets);
        assertThat(convert(message)).isEqualTo(report);
        assertThat(convert((MimeMultipart) message.getContent())).isEqualTo(report);
        assertThat(convert(new ByteArrayInputStream(octets))).isEqualTo(report);
        assertThat(convert(POSTFIX.replace("\n", "\r\n"))).isEqualTo(report);
    }

    /** A second opinion, from a library. */
    @ParameterizedTest
    @MethodSource
    void agreesWithAngus(String mail) throws Exception {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
        DeliveryStatus status = (DeliveryStatus) new MultipartReport(message.getDataHandler().getDataSource()).getReport();
        DeliveryReport report = convert(mail);
        assertThat(report.recipients()).hasSize(status.getRecipientDSNCount());
        for (int i = 0; i < status.getRecipientDSNCount(); i++) {
            assertThat(status.getRecipientDSN(i).getHeader("Final-Recipient", null))
                    .endsWith(report.recipients().get(i).finalRecipient());
            assertThat(status.getRecipientDSN(i).getHeader("Status", null))
                    .isEqualTo(String.valueOf(report.recipients().get(i).status()));
        }
    }

    static Stream<String> agreesWithAngus() {
        return Stream.of(POSTFIX, EXIM);
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrong(String mail, String why) {
        assertThatThrownBy(() -> convert(mail)).isInstanceOf(TypeConversionException.class)
                .rootCause().isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No delivery status notification: ").hasMessageContaining(why);
    }

    static Stream<Arguments> saysWhatIsWrong() {
        String endless = "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.0.0\n\n".repeat(10_001);
        return Stream.of(
                Arguments.of("", "multipart/report"),
                Arguments.of("Subject: hello\n\nHello.\n", "multipart/report but text/plain"),
                Arguments.of(POSTFIX.replace("message/delivery-status", "text/plain"), "message/delivery-status"),
                Arguments.of(POSTFIX.substring(0, POSTFIX.indexOf("Status: 5.1.1")), "ends in the middle"),
                Arguments.of(POSTFIX.substring(0, POSTFIX.indexOf("Reporting-MTA")), "ends in the middle"),
                Arguments.of(POSTFIX.replaceAll("(?s)Final-Recipient:.*?\n\n", ""), "about no recipient"),
                Arguments.of(POSTFIX.replace("Final-Recipient: rfc822; bob", endless + "Final-Recipient: rfc822; bob"),
                        "more than 10000 recipients"),
                Arguments.of(POSTFIX.replace("Status: 5.1.1", "X: " + "y".repeat(1024 * 1024)), "more than 1048576 octets"));
    }

    @Test
    void readsTheReportBehindANoticeOfAnyType() {
        for (String notice : new String[] { "multipart/alternative", "multipart/related", "multipart/mixed" }) {
            String inner = "--n\nContent-Type: text/plain\n\nx\n--n\nContent-Type: multipart/related; boundary=o\n\n"
                           + "--o\nContent-Type: text/html\n\n<p>\n--o--\n--n--\n";
            String mail = POSTFIX.replace("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
                    "Content-Type: " + notice + "; boundary=\"n\"\n\n" + inner);
            assertThat(mail).isNotEqualTo(POSTFIX);
            assertThat(convert(mail)).isEqualTo(convert(POSTFIX));
        }
    }

    @Test
    void readsAReportThatAListHasWrapped() {
        String wrapped = "Content-Type: multipart/mixed; boundary=list\n\n" + "--list\n\nfooter\n".repeat(5)
                         + "--list\n" + POSTFIX + "\n--list\n\nfooter\n--list--\n";
        assertThat(convert(wrapped)).isEqualTo(convert(POSTFIX));
    }

    @Test
    void aReportInAnAttachedMessageIsNone() {
        String forward = "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nsee below\n--f\nContent-Type: message/rfc822\n\n"
                         + POSTFIX + "\n--f--\n";
        assertThatThrownBy(() -> convert(forward)).rootCause().hasMessageContaining("no part of type message/delivery-status");
    }

    @Test
    void aMessageThatIsADeliveryStatusItselfIsRead() {
        assertThat(convert(
                "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; b@c.test\n"))
                .extracting(DeliveryReport::reportingMta).isEqualTo("a");
    }

    @ParameterizedTest
    @MethodSource
    void aFieldThatCannotBeReadIsNullAndTheOthersAreKept(String written, String changed, RecipientReport first) {
        String mail = POSTFIX.replace(written, changed);
        assertThat(mail).isNotEqualTo(POSTFIX);
        assertThat(convert(mail).recipients()).containsExactly(first, convert(POSTFIX).recipients().get(1));
    }

    static Stream<Arguments> aFieldThatCannotBeReadIsNullAndTheOthersAreKept() {
        EnhancedStatus unknownUser = new EnhancedStatus(5, 1, 1);
        return Stream.of(
                Arguments.of("Status: 5.1.1\n", "", first(Action.FAILED, null)),
                Arguments.of("Status: 5.1.1", "Status: 9.9", first(Action.FAILED, null)),
                Arguments.of("Status: 5.1.1", "Status:", first(Action.FAILED, null)),
                Arguments.of("Status: 5.1.1", "Status: 5.1.1.", first(Action.FAILED, unknownUser)),
                Arguments.of("Status: 5.1.1", "Status: 5.1.1 (bad mailbox)", first(Action.FAILED, unknownUser)),
                Arguments.of("Status: 5.1.1", "Status: 5.1.1(bad (very) mailbox)", first(Action.FAILED, unknownUser)),
                Arguments.of("Status: 5.1.1", "Status: (bad mailbox) 5.1.1", first(Action.FAILED, unknownUser)),
                Arguments.of("Status: 5.1.1", "Status :\n\t5.1.1", first(Action.FAILED, unknownUser)),
                Arguments.of("Status: 5.1.1", "no field\n of any kind\nStatus: 5.1.1", first(Action.FAILED, unknownUser)),
                Arguments.of("Action: failed\n", "", first(null, unknownUser)),
                Arguments.of("Action: failed", "Action: \u0007exploded", first(null, unknownUser)),
                Arguments.of("Action: failed", "Action: Failed (for good)", first(Action.FAILED, unknownUser)),
                Arguments.of("; nobody@example.org", "; <nobody@example.org>", first(Action.FAILED, unknownUser)),
                Arguments.of("; nobody@example.org", "; Nobody <nobody@example.org>", first(Action.FAILED, unknownUser)),
                Arguments.of(": rfc822; nobody@", ": nobody@", first(Action.FAILED, unknownUser)),
                Arguments.of(": rfc822; nobody@", ": RFC822 (mail) ;nobody@", first(Action.FAILED, unknownUser)),
                Arguments.of(": rfc822; nobody@", ": rfc/822;nobody@", first(Action.FAILED, unknownUser)),
                Arguments.of(": rfc822; nobody@", ": x_rfc822; nobody@", first(Action.FAILED, unknownUser)),
                Arguments.of("; nobody@example.org\n", "; \n", new RecipientReport(
                        "first+choice@old.test", null, Action.FAILED, unknownUser, DIAGNOSTIC, "mx.example.org")));
    }

    private static RecipientReport first(Action action, EnhancedStatus status) {
        return new RecipientReport(
                "first+choice@old.test", "nobody@example.org", action, status, DIAGNOSTIC, "mx.example.org");
    }

    @Test
    void aRecipientWithoutAnyAddressIsLeftOut() {
        String mail
                = POSTFIX.replace("Final-Recipient: rfc822; nobody", "X: ").replace("Original-Recipient: rfc822;first", "X: ");
        assertThat(convert(mail).recipients()).containsExactly(convert(POSTFIX).recipients().get(1));
    }

    @Test
    void emptyLinesBetweenTheGroupsMayBeMissing() {
        DeliveryReport report = convert(POSTFIX);
        assertThat(convert(POSTFIX.replace("\n\nFinal-Recipient: rfc822; nobody", "\nFinal-Recipient: rfc822; nobody")))
                .isEqualTo(report);
        assertThat(convert(POSTFIX.replace("\n\nFinal-Recipient", "\nFinal-Recipient"))).isEqualTo(report);
        assertThat(convert(POSTFIX.replaceAll("\n+(Final-Recipient.*)\n(Original-Recipient.*)\n", "\n$2\n$1\n")))
                .isEqualTo(report);
    }

    @Test
    void aFieldThatMayBelongToEitherOfTwoRecipientsIsLeftOut() {
        String mail = POSTFIX.replaceAll("\n+(Final-Recipient.*)\n(Original-Recipient.*)\n", "\n$1\n")
                .replace("Final-Recipient: rfc822; bob",
                        "Original-Recipient: rfc822; other@example.org\nFinal-Recipient: rfc822; bob");
        assertThat(convert(mail).recipients()).extracting(RecipientReport::originalRecipient).containsExactly(null, null);
        assertThat(convert(mail).recipients()).extracting(RecipientReport::action)
                .containsExactly(Action.FAILED, Action.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\r\n", "\r", "\r\r\n" })
    void anyLineEndWillDo(String lineEnd) throws Exception {
        byte[] octets = POSTFIX.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        DeliveryReport report = convert(POSTFIX);
        assertThat(convert(octets)).isEqualTo(report);
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        assertThat(convert(message)).isEqualTo(report);
        assertThat(convert(new MimeMultipart(message.getDataHandler().getDataSource()))).isEqualTo(report);
    }

    @Test
    void aStrayCarriageReturnStartsNoField() {
        String mail = POSTFIX.replace("Status: 5.1.1\n", "").replace("User unknown\n\nF", "User\rStatus: 2.0.0\n\nF");
        assertThat(convert(mail).recipients().get(0).status()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "8bit", "quoted-printable", "base64" })
    void eitherTypeOfDeliveryStatusMayBeEncoded(String encoding) throws Exception {
        String fields = "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: utf-8; j\u00f6rg@example.org\nAction: failed\n"
                        + "Status: 5.1.1\nDiagnostic-Code: smtp; 550 = " + "unknown ".repeat(12) + "\n";
        for (String type : new String[] { "message/delivery-status", "message/global-delivery-status" }) {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            try (OutputStream out = MimeUtility.encode(encoded, encoding)) {
                out.write(fields.getBytes(StandardCharsets.UTF_8));
            }
            String part = "Content-Type: " + type + "\nContent-Transfer-Encoding: " + encoding + "\n\n"
                          + encoded.toString(StandardCharsets.UTF_8);
            String mail = "Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b\n" + part + "\n--b--\n";
            for (String lineEnd : new String[] { "\n", "\r\n", "\r" }) {
                assertThat(convert(mail.replace("\r\n", "\n").replace("\n", lineEnd)).recipients())
                        .containsExactly(new RecipientReport(
                                null, "j\u00f6rg@example.org", Action.FAILED, new EnhancedStatus(5, 1, 1),
                                "550 = " + "unknown ".repeat(12).strip(), null));
            }
        }
    }

    @Test
    void decodesTheCharactersThatASevenBitReportEscapes() {
        String mail = POSTFIX.replace("rfc822; nobody@", "utf-8; j\\x{F6}rg\\x{zz}@");
        assertThat(convert(mail).recipients().get(0).finalRecipient()).isEqualTo("j\u00f6rg\\x{zz}@example.org");
    }

    @Test
    void usesTheDeclaredCharset() {
        String mail = POSTFIX.replace("message/delivery-status", "message/delivery-status; charset=ISO-8859-1")
                .replace("User unknown\n\nF", "J\u00f6rg\n\nF");
        assertThat(convert(mail.getBytes(StandardCharsets.ISO_8859_1)).recipients().get(0).diagnostic()).endsWith("J\u00f6rg");
        assertThat(convert(mail.getBytes(StandardCharsets.UTF_8)).recipients().get(0).diagnostic()).endsWith("J\u00f6rg");
    }

    @Test
    void readsAReportWhoseBoundaryIsNotTheDeclaredOne() {
        String boundary = "1C0A2B.1795507201/mx.example.com";
        DeliveryReport report = convert(POSTFIX);
        assertThat(convert(POSTFIX.replace("--" + boundary, "--other/mx.example.com"))).isEqualTo(report);
        int behind = POSTFIX.indexOf("--" + boundary, POSTFIX.indexOf("message/delivery-status"));
        assertThat(convert(POSTFIX.substring(0, behind) + POSTFIX.substring(behind).replace(boundary, "other")))
                .isEqualTo(report);
    }

    @Test
    void looksAtTheBeginningOfAnEndlessStreamOnly() {
        InputStream endless = new InputStream() {
            private final byte[] head = POSTFIX.substring(0, POSTFIX.lastIndexOf("--1C0A2B")).getBytes(StandardCharsets.UTF_8);
            private long position;

            @Override
            public int read() {
                return position < head.length ? head[(int) position++] : position++ % 70 == 0 ? '\n' : 'x';
            }
        };
        assertThat(convert(endless).envelopeId()).isEqualTo(ID);
    }

    @Test
    void leavesNothingUnprintableInAValue() {
        DeliveryReport report = convert(POSTFIX.replace("User unknown\n\nF", "User\u001b[2J unknown\n\nF"));
        assertThat(report.recipients().get(0).diagnostic()).endsWith("User\\u001B[2J unknown");
    }

    private DeliveryReport convert(Object mail) {
        try {
            return context.getTypeConverter().mandatoryConvertTo(DeliveryReport.class, mail);
        } catch (org.apache.camel.NoTypeConversionAvailableException e) {
            throw new AssertionError(e);
        }
    }

    private static String sample(String name) {
        try (InputStream in = DeliveryReportTest.class.getResourceAsStream("/reports/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
