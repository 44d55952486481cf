/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelsmtpx.examples.kit.Reception;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/** What the server stored, and its comparison with what was sent. */
final class Inbox implements Reception {

    private final Path folder;
    private final Map<Long, ReceivedMessage> messages = new ConcurrentHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int same;
    private int rewritten;
    private int composed;

    Inbox(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        clear();
    }

    void clear() throws IOException {
        messages.clear();
        try (var old = Files.newDirectoryStream(folder, "*.eml")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void accept(long id, ReceivedMessage message) throws IOException {
        Files.write(folder.resolve(id + ".eml"), message.octets());
        messages.put(id, message);
    }

    /** Compares a mail with the message that the reply names. Returns its size there, or -1. */
    long compare(Mail mail, Outcome outcome) throws IOException {
        List<String> delivered = outcome.results().stream().filter(result -> result.fate() == Fate.DELIVERED)
                .map(result -> result.recipient().address().toString()).toList();
        ReceivedMessage message = stored(outcome);
        if (message == null || !message.to().equals(delivered)) {
            differences.add(mail.name() + ": delivered to " + delivered + ", but stored for "
                            + (message == null ? "no recipient" : message.to()));
        }
        for (RecipientResult result : outcome.results()) {
            Fate fate = expected(result.recipient().address().toString());
            if (result.fate() != fate) {
                differences.add(mail.name() + ": " + result + " instead of " + fate);
            }
        }
        if (message != null && mail.body() instanceof Path file) {
            compare(Files.readAllBytes(file), message.octets(), mail.name());
        } else if (message != null) {
            compare(mail, message);
        }
        return message == null ? -1 : message.octets().length;
    }

    private @Nullable ReceivedMessage stored(Outcome outcome) {
        for (RecipientResult result : outcome.results()) {
            if (result.reply() != null && result.reply().text().matches("(?s).*Stored as [0-9]+")) {
                return messages.remove(Long.parseLong(result.reply().text().replaceAll("(?s).* ", "")));
            }
        }
        return null;
    }

    private static Fate expected(String address) {
        return address.startsWith("gone") ? Fate.REJECTED : address.startsWith("full") ? Fate.FAILED : Fate.DELIVERED;
    }

    /** SMTP makes each line end CRLF (RFC 5321, section 2.3.8), and DATA ends the last line. */
    private void compare(byte[] sent, byte[] stored, String name) {
        String lines = canonical(sent);
        if (Arrays.equals(sent, stored)) {
            same++;
        } else if (canonical(stored).equals(lines) || canonical(stored).equals(lines + "\r\n")) {
            rewritten++;
        } else {
            differences.add(name + ": other octets than sent, see " + folder);
        }
    }

    private static String canonical(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
    }

    private void compare(Mail mail, ReceivedMessage message) throws IOException {
        try {
            MimeMessage read = new MimeMessage(null, new ByteArrayInputStream(message.octets()));
            List<String> texts = new ArrayList<>();
            collect(read, texts);
            List<Object> expected = new ArrayList<>(List.of(mail.body()));
            expected.addAll(mail.attachments().values());
            if (mail.headers().containsKey("PlainText")) {
                expected.add(0, mail.headers().get("PlainText"));
            }
            if (!Objects.equals(mail.headers().get("Subject"), read.getSubject())
                    || !texts.equals(expected.stream().map(text -> text.toString().strip().replace("\r", "")).toList())) {
                differences.add(mail.name() + ": composed of " + read.getSubject() + " and " + texts);
            }
            composed++;
        } catch (MessagingException e) {
            differences.add(mail.name() + ": cannot be read: " + e.getMessage());
        }
    }

    private static void collect(Part part, List<String> texts) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), texts);
            }
        } else {
            texts.add(new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().replace("\r", ""));
        }
    }

    /** What is not as it should be; messages that no outcome named are, too. */
    List<String> differences() {
        List<String> all = new ArrayList<>(differences);
        messages.forEach((id, message) -> all.add("no outcome names " + message));
        return all;
    }

    /** What was compared. */
    String verdict() {
        return same + " of " + (same + rewritten) + " files stored octet for octet"
               + (rewritten == 0 ? "" : ", " + rewritten + " with line ends made CRLF")
               + (composed == 0 ? "" : ", " + composed + " composed as given");
    }
}
