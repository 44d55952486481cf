/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/** Reads a composed message back and looks for what the draft said. */
final class ComposedMail {

    private ComposedMail() {
    }

    static void check(Draft draft, StoredMail stored, List<String> differences) throws IOException {
        try (InputStream in = Files.newInputStream(stored.octets())) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            List<Part> leaves = new ArrayList<>();
            collect(message, leaves);
            if (!draft.subject().equals(message.getSubject())) {
                differences.add(draft.name() + ": the subject became \"" + message.getSubject() + "\"");
            }
            if (!holdsText(leaves, "text/plain", draft.text())) {
                differences.add(draft.name() + ": its text is not in " + stored.octets());
            }
            String html = draft.html();
            if (html != null && !holdsText(leaves, "text/html", html)) {
                differences.add(draft.name() + ": its HTML is not in " + stored.octets());
            }
            Draft.Attachment attachment = draft.attachment();
            if (attachment != null && !holds(leaves, attachment)) {
                differences.add(draft.name() + ": its attachment is not in " + stored.octets());
            }
        } catch (MessagingException e) {
            differences.add(draft.name() + ": cannot be read back: " + e.getMessage());
        }
    }

    private static void collect(Part part, List<Part> leaves) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                collect(multipart.getBodyPart(i), leaves);
            }
        } else {
            leaves.add(part);
        }
    }

    private static boolean holdsText(List<Part> leaves, String type, String text) throws MessagingException, IOException {
        for (Part part : leaves) {
            if (part.isMimeType(type) && part.getFileName() == null
                    && lines(text).equals(lines(part.getContent().toString()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<Part> leaves, Draft.Attachment attachment) throws MessagingException, IOException {
        for (Part part : leaves) {
            if (attachment.fileName().equals(part.getFileName())
                    && Arrays.equals(Canonical.sha256().digest(attachment.octets()), Canonical.sha256().digest(octets(part)))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] octets(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Line ends become CRLF on the way, and a last one may come or go. */
    private static List<String> lines(String text) {
        return text.stripTrailing().lines().toList();
    }
}
