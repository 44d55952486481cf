/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.DefaultAttachmentMessage;

/**
 * A mail to send.
 *
 * @param name        in the table
 * @param body        a file with a message, or the text that a message is composed of
 * @param headers     Subject, Content-Type and PlainText; empty for a file
 * @param attachments texts by their file names
 */
record Mail(String name, Object body, Map<String, Object> headers, Map<String, String> attachments) {

    private static final int FRAME = 5 << 20;

    /** The .eml files of a folder, without its subfolders and hidden files. */
    static List<Mail> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Mail> mails = files.filter(Files::isRegularFile).filter(file -> {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                return name.endsWith(".eml") && !name.startsWith(".");
            }).sorted().map(file -> new Mail(file.getFileName().toString(), file, Map.of(), Map.of())).toList();
            if (mails.isEmpty()) {
                throw new IOException("there is no .eml file in " + folder);
            }
            return mails;
        }
    }

    /** The mails of the example: files, one of them written here, and three that the component composes. */
    static List<Mail> ofTheExample(Path home) throws IOException {
        List<Mail> mails = new ArrayList<>(files(home.resolve("mails")));
        Path big = Files.createDirectories(home.resolve("target")).resolve("big-attachment.eml");
        writeBig(big);
        mails.add(new Mail("big-attachment.eml", big, Map.of(), Map.of()));
        mails.add(new Mail(
                "composed: text", "High water 06:41 and 19:08, low water 00:29 and 12:52.\n.\nThe line above is a dot.\n",
                Map.of("Subject", "Tide table for Thursday", "Content-Type", "text/plain; charset=UTF-8"), Map.of()));
        mails.add(new Mail(
                "composed: html + text",
                "<p>Your train leaves at <b>09:15</b> from platform <b>3</b>.</p><p>Gute Reise, 良い旅を!</p>\n",
                Map.of("Subject", "Grüße aus Århus – your ticket", "Content-Type", "text/html; charset=UTF-8",
                        "PlainText", "Your train leaves at 09:15 from platform 3. Gute Reise, 良い旅を!\n"),
                Map.of()));
        mails.add(new Mail(
                "composed: attachment", "The readings are attached. Sensor 4 was recalibrated on Tuesday.\n",
                Map.of("Subject", "Readings of week 9", "Content-Type", "text/plain; charset=UTF-8"),
                Map.of("readings.csv", "sensor;day;temperature °C\r\n1;Mon;18.4\r\n4;Tue;17.9\r\n")));
        return mails;
    }

    /** A message with an attachment of 5 MiB, the same octets every time. */
    private static void writeBig(Path file) throws IOException {
        byte[] frame = new byte[FRAME];
        new Random(1998).nextBytes(frame);
        String message = """
                From: Telescope Archive <archive@observatory.test>
                To: Ada Example <ada@example.org>
                Subject: Raw frame of last night, 5 MiB
                Date: Tue, 03 Mar 2026 04:12:09 +0100
                Message-ID: <frame-20260303-0412@observatory.test>
                MIME-Version: 1.0
                Content-Type: application/octet-stream; name="frame.raw"
                Content-Transfer-Encoding: base64

                """.replace("\n", "\r\n") + Base64.getMimeEncoder().encodeToString(frame) + "\r\n";
        Files.writeString(file, message, StandardCharsets.US_ASCII);
    }

    boolean isFile() {
        return body instanceof Path;
    }

    /** Of a file; -1 if the message does not exist yet. */
    long octets() throws IOException {
        return body instanceof Path file ? Files.size(file) : -1;
    }

    String route() {
        return isFile() ? "direct:message" : "direct:compose";
    }

    void fill(Exchange exchange) {
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        attachments.forEach((name, text) -> new DefaultAttachmentMessage(exchange.getMessage()).addAttachment(name,
                new DataHandler(new ByteArrayDataSource(text.getBytes(StandardCharsets.UTF_8), "text/csv; charset=UTF-8"))));
    }
}
