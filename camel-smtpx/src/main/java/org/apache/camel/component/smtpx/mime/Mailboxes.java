/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Mailboxes of a header field (RFC 5322 section 3.4): read strictly, display names as RFC 2047 words, domains as A-labels.
 * Groups and source routes are refused.
 */
final class Mailboxes {
    private Mailboxes() {
    }

    /** Mailboxes of a list separated by comma or semicolon; none for a blank text. */
    static List<InternetAddress> parse(String field, String text) {
        List<InternetAddress> mailboxes = new ArrayList<>();
        for (String part : split(text)) {
            if (!part.isBlank()) {
                mailboxes.add(mailbox(field, part.strip()));
            }
        }
        return mailboxes;
    }

    /** Mailboxes as a folded header value. */
    static String header(String field, List<InternetAddress> mailboxes) {
        String list = InternetAddress.toString(mailboxes.toArray(new InternetAddress[0]), field.length() + 2);
        return HeaderField.folded(field, list);
    }

    /** Whether the header that names this mailbox needs RFC 6532: the local part is not US-ASCII. */
    static boolean needsUtf8(InternetAddress mailbox) {
        return !isAscii(mailbox.getAddress());
    }

    private static InternetAddress mailbox(String field, String text) {
        checkCharacters(field, text);
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length != 1 || parsed[0].isGroup() || parsed[0].getAddress().startsWith("@")) {
                throw refused(field, text, "not one plain mailbox", null);
            }
            InternetAddress mailbox = new InternetAddress();
            mailbox.setAddress(toAscii(field, parsed[0].getAddress()));
            mailbox.validate();
            String name = parsed[0].getPersonal();
            if (name != null) {
                // An encoded word may hide a line end that quoting would let through
                checkCharacters(field, name);
                mailbox.setPersonal(name, "UTF-8");
            }
            return mailbox;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw refused(field, text, String.valueOf(e.getMessage()), e);
        }
    }

    private static String toAscii(String field, String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        if (at < 0 || isAscii(domain)) {
            return address;
        }
        try {
            return address.substring(0, at + 1) + IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw refused(field, address, "not an internationalized domain", e);
        }
    }

    private static void checkCharacters(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            int type = Character.getType(text.charAt(i));
            if (type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                throw refused(field, text, "control character at position " + i, null);
            }
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static IllegalArgumentException refused(String field, String text, String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "Not a mailbox in " + field + ": " + HeaderField.printable(text) + " (" + reason + ")", cause);
    }

    /** Splits at commas and semicolons outside quoted strings, comments and angle brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int comments = 0;
        boolean angle = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                comments++;
            } else if (!quoted && c == ')' && comments > 0) {
                comments--;
            } else if (!quoted && comments == 0 && c == '<') {
                angle = true;
            } else if (!quoted && comments == 0 && c == '>') {
                angle = false;
            } else if (!quoted && comments == 0 && !angle && (c == ',' || c == ';')) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
