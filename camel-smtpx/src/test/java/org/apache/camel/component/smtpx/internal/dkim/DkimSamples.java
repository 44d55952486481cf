/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;

/** Messages to sign, from a seed: raw ones, with everything that is rare in real mail, and ones to be composed. */
public final class DkimSamples {

    private static final List<String> NAMES = List.of(
            "To", "Cc", "Subject", "SUBJECT", "Date", "Message-ID", "Reply-To", "Sender", "MIME-Version", "Content-Type",
            "Content-Transfer-Encoding", "References", "In-Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
            "Received", "X-Any", "Auto-Submitted", "Content-Disposition");
    private static final Set<String> ADDRESSES = Set.of("To", "Cc", "Reply-To", "Sender");
    /** Folding never leaves a line of white space alone: some readers end the header there. */
    private static final List<String> PARTS = List.of(
            " ", "  ", "\t", "\r\n x", "\r\n\t \tx", "a", "word", "=?UTF-8?Q?=C3=A4?=", "<x@y.example>", ";", ":", "\u001f",
            "\u0001", "a\u000bb", "a\fb", "\u00e4", "\u00a0", "\u0085", "\u007f", ",", "\"", "b=;", "x".repeat(90));
    private static final List<String> ENDS = List.of("", ".", " . \t", "\u001f", " \u001f", "\u00a0", "\u0085", "\u007f");
    private static final List<String> BODY = List.of(
            "\r\n", "\n", "\r\n\r\n", " ", "\t", "  \r\n", "text", "a b", ".", "\r\n.\r\n", "\u00fc", "\f", "\u000b", "\u001f",
            "\u00a0", "\r\n \t\r\n", "From here", "x".repeat(300), "\r\n" + "y".repeat(1200));
    private static final List<String> DATES = List.of("Tue, 1 Dec 2026 10:00:00 +0000", "yesterday", "");

    private DkimSamples() {
    }

    /**
     * Raw messages as octets: CRLF or LF, with and without Date, Message-ID and body, folded and 8-bit fields, lines of
     * more than 998 octets.
     */
    public static List<byte[]> raw(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(raw(random).getBytes(StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    private static String raw(Random random) {
        List<String> fields = new ArrayList<>(List.of("From: " + address(random)));
        if (random.nextInt(3) > 0) {
            fields.add("Date: " + one(random, DATES));
        }
        if (random.nextInt(3) > 0) {
            fields.add("Message-ID: <" + random.nextLong() + "@example.com>");
        }
        for (int more = random.nextInt(8); more > 0; more--) {
            String name = one(random, NAMES);
            // Postfix completes an address that has no domain
            String value = ADDRESSES.contains(name) ? address(random) : value(random);
            fields.add(random.nextInt(fields.size() + 1), name + ":" + value);
        }
        StringBuilder message = new StringBuilder(String.join("\r\n", fields)).append("\r\n");
        if (random.nextInt(20) > 0) {
            message.append("\r\n");
            for (int parts = random.nextInt(30); parts > 0; parts--) {
                message.append(one(random, BODY));
            }
        }
        return random.nextInt(3) == 0 ? message.toString().replace("\r\n", "\n") : message.toString();
    }

    private static String address(Random random) {
        return one(random, List.of(
                "a@example.com", "Ann <a@example.com>", "\"A. B\"\r\n <a@example.com>", "\t<a@example.com> (c  c) ",
                "=?UTF-8?Q?=C3=A4?= <a@example.com>"));
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int parts = random.nextInt(12); parts > 0; parts--) {
            value.append(one(random, PARTS));
        }
        return one(random, ENDS) + value + one(random, ENDS);
    }

    /** Gives an exchange a body of text or HTML, header fields and up to two attachments. */
    public static void fill(Exchange exchange, Random random) {
        exchange.getMessage().setBody(text(random, 200));
        exchange.getMessage().setHeader("Subject", text(random, 60).replaceAll("[\r\n]", ""));
        exchange.getMessage().setHeader("Comments", text(random, 30).replaceAll("[\r\n]", ""));
        exchange.getMessage().setHeader("List-Unsubscribe", "<https://example.org/" + "u".repeat(random.nextInt(90)) + ">");
        if (random.nextBoolean()) {
            exchange.getMessage().setHeader("Content-Type", "text/html");
        }
        for (int attachments = random.nextInt(3); attachments > 0; attachments--) {
            byte[] octets = new byte[random.nextInt(3000)];
            random.nextBytes(octets);
            exchange.getMessage(AttachmentMessage.class).addAttachment(
                    text(random, 12), new DataHandler(new ByteArrayDataSource(octets, "image/png")));
        }
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        String letters = "abc xyz\u00e4\u00df\u20ac\u0416\u4e2d. =?\t\n<>\"";
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
