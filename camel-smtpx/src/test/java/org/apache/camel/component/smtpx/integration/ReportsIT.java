/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.component.smtpx.dsn.DeliveryReport;
import org.apache.camel.component.smtpx.dsn.DeliveryReport.Action;
import org.apache.camel.component.smtpx.dsn.DeliveryReportConverter;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Delivery reports that Postfix and Exim send back: matched by envelope id and original recipient. */
@ExtendWith(ServerTally.class)
class ReportsIT {

    private static final Address USER = Address.exact("user@local.test");

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void aFailureIsReported(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String id = "failure-" + System.nanoTime();
        send(server, id, DsnReturn.HDRS, new Recipient(
                Address.exact(TestClient.fresh("bounce")), Set.of(Notify.FAILURE), "rfc822;first+choice@old.test"));
        Report report = report(server, id);
        assertThat(report.content().recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.action()).isEqualTo(Action.FAILED);
            assertThat(recipient.status().type()).isEqualTo(5);
            assertThat(recipient.originalRecipient()).isEqualTo("first+choice@old.test");
            assertThat(recipient.finalRecipient()).contains("@");
        });
        assertThat(report.parts().getBodyPart(2).getContentType()).containsIgnoringCase("text/rfc822-headers");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void aFailureIsReportedWithTheWholeMessage(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String id = "full " + System.nanoTime();
        send(server, id, DsnReturn.FULL, new Recipient(
                Address.exact(TestClient.fresh("bounce")), Set.of(Notify.FAILURE), null));
        assertThat(report(server, id).parts().getBodyPart(2).getContentType()).containsIgnoringCase("message/");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void aDeliveryIsReported(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String id = "success-" + System.nanoTime();
        send(server, id, DsnReturn.HDRS, new Recipient(
                Address.exact("other@local.test"), Set.of(Notify.SUCCESS), "rfc822;other@old.test"));
        DeliveryReport report = report(server, id).content();
        assertThat(report.reportingMta()).isNotBlank();
        assertThat(report.recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.action()).isEqualTo(Action.DELIVERED);
            assertThat(recipient.originalRecipient()).isEqualTo("other@old.test");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void neverMeansNever(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String silent = "silent-" + System.nanoTime();
        String loud = "loud-" + System.nanoTime();
        send(server, silent, DsnReturn.HDRS, new Recipient(
                Address.exact(TestClient.fresh("bounce")), Set.of(Notify.NEVER), null));
        send(server, loud, DsnReturn.HDRS, new Recipient(
                Address.exact(TestClient.fresh("bounce")), Set.of(Notify.FAILURE), null));
        report(server, loud);
        assertThat(reports(server).map(report -> report.content().envelopeId())).contains(loud).doesNotContain(silent);
    }

    private static void send(DebianServer server, String id, DsnReturn what, Recipient recipient) throws IOException {
        Envelope envelope = new Envelope(
                USER, List.of(recipient), MailParameters.NONE.withEnvelopeId(id).withDsnReturn(what));
        try (TestClient client = TestClient.of(server.port())) {
            assertThat(client.send(envelope, Sample.PLAIN.source()).delivered()).hasSize(1);
        }
    }

    /**
     * A report that came back.
     *
     * @param parts   its parts
     * @param content what it says
     */
    private record Report(MimeMultipart parts, DeliveryReport content) {
    }

    /** The report about an envelope, waited for. */
    private static Report report(DebianServer server, String id) {
        return await("report about " + id).atMost(Duration.ofSeconds(60)).until(
                () -> reports(server).filter(report -> id.equals(report.content().envelopeId())).findFirst().orElse(null),
                Objects::nonNull);
    }

    private static Stream<Report> reports(DebianServer server) throws IOException {
        Path mails = server.newMailOf("user");
        if (!Files.isDirectory(mails)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(mails)) {
            return files.map(ReportsIT::parse).filter(Objects::nonNull).toList().stream();
        }
    }

    private static Report parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            return message.isMimeType("multipart/report")
                    ? new Report(
                            new MimeMultipart(message.getDataHandler().getDataSource()),
                            DeliveryReportConverter.toDeliveryReport(message))
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
