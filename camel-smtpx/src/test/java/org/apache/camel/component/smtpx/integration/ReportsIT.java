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
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.component.smtpx.protocol.Address;
import org.apache.camel.component.smtpx.protocol.DsnReturn;
import org.apache.camel.component.smtpx.protocol.Envelope;
import org.apache.camel.component.smtpx.protocol.MailParameters;
import org.apache.camel.component.smtpx.protocol.Notify;
import org.apache.camel.component.smtpx.protocol.Recipient;
import org.apache.camel.component.smtpx.protocol.Xtext;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
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
        MultipartReport report = report(server, id);
        InternetHeaders recipient = status(report).getRecipientDSN(0);
        assertThat(recipient.getHeader("Action", null)).isEqualTo("failed");
        assertThat(recipient.getHeader("Status", null)).startsWith("5.");
        assertThat(plain(name, recipient.getHeader("Original-Recipient", null))).isEqualTo("rfc822;first+choice@old.test");
        assertThat(report.getBodyPart(2).getContentType()).containsIgnoringCase("text/rfc822-headers");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void aFailureIsReportedWithTheWholeMessage(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String id = "full " + System.nanoTime();
        send(server, id, DsnReturn.FULL, new Recipient(
                Address.exact(TestClient.fresh("bounce")), Set.of(Notify.FAILURE), null));
        assertThat(report(server, id).getBodyPart(2).getContentType()).containsIgnoringCase("message/");
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void aDeliveryIsReported(String name) throws Exception {
        DebianServer server = DebianServer.named(name);
        String id = "success-" + System.nanoTime();
        send(server, id, DsnReturn.HDRS, new Recipient(
                Address.exact("other@local.test"), Set.of(Notify.SUCCESS), "rfc822;other@old.test"));
        InternetHeaders recipient = status(report(server, id)).getRecipientDSN(0);
        assertThat(recipient.getHeader("Action", null)).isEqualTo("delivered");
        assertThat(recipient.getHeader("Original-Recipient", null)).isEqualTo("rfc822;other@old.test");
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
        assertThat(reports(server).map(report -> envelopeId(server, report))).contains(loud).doesNotContain(silent);
    }

    private static void send(DebianServer server, String id, DsnReturn what, Recipient recipient) throws IOException {
        Envelope envelope = new Envelope(
                USER, List.of(recipient), MailParameters.NONE.withEnvelopeId(id).withDsnReturn(what));
        try (TestClient client = TestClient.of(server.port())) {
            assertThat(client.send(envelope, Sample.PLAIN.source()).delivered()).hasSize(1);
        }
    }

    /** The report about an envelope, waited for. */
    private static MultipartReport report(DebianServer server, String id) {
        return await("report about " + id).atMost(Duration.ofSeconds(60)).until(
                () -> reports(server).filter(report -> id.equals(envelopeId(server, report))).findFirst().orElse(null),
                Objects::nonNull);
    }

    private static Stream<MultipartReport> reports(DebianServer server) throws IOException {
        Path mails = server.newMailOf("user");
        if (!Files.isDirectory(mails)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(mails)) {
            return files.map(ReportsIT::parse).filter(Objects::nonNull).toList().stream();
        }
    }

    private static MultipartReport parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            return message.isMimeType("multipart/report")
                    ? new MultipartReport(message.getDataHandler().getDataSource()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeliveryStatus status(MultipartReport report) throws MessagingException {
        return (DeliveryStatus) report.getReport();
    }

    /** Exim writes both as they came, in xtext, where RFC 3464, sections 2.2.1 and 2.3.1, wants them decoded. */
    private static String plain(String server, String field) {
        return server.equals("exim") && field != null ? Xtext.decode(field) : field;
    }

    private static String envelopeId(DebianServer server, MultipartReport report) {
        try {
            return plain(server.name(), status(report).getMessageDSN().getHeader("Original-Envelope-Id", null));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
