/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Stream;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.smtpx.DeliveryReport.Action;
import org.apache.camel.component.smtpx.DeliveryReport.RecipientReport;
import org.apache.camel.component.smtpx.protocol.EnhancedStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Delivery status notifications as values, and what becomes of broken ones. */
class DeliveryReportTest {

    private static final String POSTFIX = sample("postfix-failed.eml");
    private static final String EXIM = sample("exim-delayed.eml");
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
                    .isEqualTo(report.recipients().get(i).status().toString());
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
                Arguments.of(POSTFIX.replace("Final-Recipient: rfc822; nobody", "X: "), "recipient 1 has no Final-Recipient"),
                Arguments.of(POSTFIX.replace("Action: delivered\n", ""), "recipient 2 has no Action"),
                Arguments.of(POSTFIX.replace("Action: failed", "Action: \u0007exploded"), "Action of recipient 1 is none"),
                Arguments.of(POSTFIX.replace("Status: 5.1.1", "Status: 9.9"), "Status of recipient 1 is no status"),
                Arguments.of(POSTFIX.replaceAll("(?s)Final-Recipient:.*?\n\n", ""), "about no recipient"),
                Arguments.of(POSTFIX.replace("Final-Recipient: rfc822; bob", endless + "Final-Recipient: rfc822; bob"),
                        "more than 10000 recipients"),
                Arguments.of(POSTFIX.replace("Status: 5.1.1", "X: " + "y".repeat(1024 * 1024)), "more than 1048576 octets"));
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
        assertThat(report.recipients().get(0).diagnostic()).endsWith("User?[2J unknown");
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
