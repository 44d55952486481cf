/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.dsn.DeliveryReport;
import org.apache.camel.component.smtpx.dsn.DeliveryReport.RecipientReport;
import org.apache.camel.component.smtpx.dsn.DeliveryReportConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Reports of a million lines, parts or levels cost no more than their octets, and no report costs a stack. */
class DeliveryReportPropertyTest {

    /** Of processor time, which other processes do not prolong; a quadratic reader needs minutes. */
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String FIELDS
            = "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\n"
              + "Status: 5.1.1\n";
    private static final String LINES = "(lines)";

    /** A report with a place for lines. */
    private static String report(String notice, String beforeFields, String inFields) {
        return "Content-Type: multipart/report; boundary=b\n\n--b\n\nnotice\n" + notice
               + "--b\nContent-Type: message/delivery-status\n\n"
               + beforeFields + FIELDS + inFields + "--b--\n";
    }

    @Property(tries = 60)
    void aMillionLinesAnywhereAreReadInLinearTime(@ForAll("places") String place, @ForAll("lines") String line) {
        byte[] report = place.replace(LINES, line.repeat(1_000_000 / Math.max(1, line.length() - 1)))
                .getBytes(StandardCharsets.UTF_8);
        long start = cpuTime();
        try {
            DeliveryReport read = DeliveryReportConverter.toDeliveryReport(report);
            assertThat(read.recipients()).extracting(RecipientReport::finalRecipient).contains("bob@example.org");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("No delivery status notification: ");
        }
        assertThat(Duration.ofNanos(cpuTime() - start)).isLessThan(LIMIT);
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(
                LINES + report("", "", ""), "X: y\n" + LINES + report("", "", ""), report(LINES, "", ""), report("", LINES, ""),
                report("", "", LINES), report("", "", "\n" + LINES), report("", "", "").replace("--b--", LINES));
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of("\n", "\r\n", " \n", "x\n", " x\n", "a: b\n", "Status: 5\n", "--\n", "--b\n\n",
                "--b\nContent-Type: x\n\n",
                "--c\nContent-Type: message/delivery-status\n", "(", "=\n",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
                "Final-Recipient: x\n", "\r", "\"", "\\x{F6}");
    }

    @Property(tries = 1)
    void fiveThousandEmptyLinesAreOneSeparator() {
        String report = report("", "", "").replace("\n\nFinal", "\n".repeat(5_000) + "Final");
        assertThat(DeliveryReportConverter.toDeliveryReport(report.getBytes(StandardCharsets.UTF_8)).recipients()).hasSize(1);
    }

    @Property(tries = 1)
    void partsBoundariesAndNestingAreBounded() throws Exception {
        StringBuilder deep = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 50_000; i++) {
            deep.append("--b").append(i).append("\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\n\n");
        }
        long start = cpuTime();
        for (Reading reading : READINGS) {
            assertThat(reading.of(report("--b\n\n".repeat(200_000), "", "")).recipients()).hasSize(1);
            assertThatIllegalArgumentException().isThrownBy(() -> reading.of(deep.toString()))
                    .withMessageContaining("more than 20 multiparts");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reading.of(report("", "", "").replace("boundary=b", "boundary=" + "b".repeat(300_000))))
                    .withMessageContaining("boundary has more than 1000");
        }
        assertThat(Duration.ofNanos(cpuTime() - start)).isLessThan(LIMIT.multipliedBy(3));
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private interface Reading {
        DeliveryReport of(String mail) throws Exception;
    }

    private static final List<Reading> READINGS = List.of(
            mail -> DeliveryReportConverter.toDeliveryReport(mail.getBytes(StandardCharsets.UTF_8)),
            mail -> DeliveryReportConverter.toDeliveryReport(message(mail)),
            mail -> DeliveryReportConverter
                    .toDeliveryReport(new MimeMultipart(message(mail).getDataHandler().getDataSource())));

    private static MimeMessage message(String mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 500)
    void damageMakesNoValueThatWasNotThere(@ForAll("damaged") String damaged) {
        DeliveryReport report;
        try {
            report = DeliveryReportConverter.toDeliveryReport(damaged.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("No delivery status notification: ");
            return;
        }
        assertThat(report.recipients()).hasSizeLessThanOrEqualTo(3).allSatisfy(recipient -> {
            String name = String.valueOf(recipient.finalRecipient());
            boolean failed = name.startsWith("a");
            assertThat(name).isIn("a@x.test", "b@x.test", "c@x.test", "null");
            assertThat(recipient.originalRecipient()).isIn(null, "o" + name);
            assertThat(recipient.action()).isIn(null, failed ? DeliveryReport.Action.FAILED : DeliveryReport.Action.DELAYED);
            assertThat(String.valueOf(recipient.status())).isIn("null", failed ? "5.1.1" : "4.2.2");
        });
    }

    /** Three recipients; lines are lost, the empty ones above all, and lines that are no fields are put in. */
    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<List<Integer>> lost = Arbitraries.integers().between(0, 15).list().ofMaxSize(4);
        Arbitrary<Boolean> originalFirst = Arbitraries.of(true, false);
        return Combinators
                .combine(lost, originalFirst, Arbitraries.of("", "junk\n", "http://x.test\n"),
                        Arbitraries.of("\n", "\r\n", "\r"))
                .as((missing, first, junk, lineEnd) -> {
                    StringBuilder fields = new StringBuilder("Reporting-MTA: dns; mx.example.org\n");
                    String[] names = { "a@x.test", "b@x.test", "c@x.test" };
                    for (int i = 0; i < names.length; i++) {
                        boolean failed = i == 0;
                        String last = "Final-Recipient: rfc822; " + names[i] + "\n";
                        String original = "Original-Recipient: rfc822; o" + names[i] + "\n";
                        String[] lines = {
                                "\n", first ? original : last, first ? last : original,
                                "Action: " + (failed ? "failed" : "delayed") + "\n",
                                junk + "Status: " + (failed ? "5.1.1" : "4.2.2") + "\n" };
                        for (int line = 0; line < lines.length; line++) {
                            boolean recipient = lines[line].startsWith("Final");
                            if (recipient || !missing.contains(i * lines.length + line)) {
                                fields.append(lines[line]);
                            }
                        }
                    }
                    return ("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
                            + fields
                            + "--b--\n").replace("\n", lineEnd);
                });
    }
}
