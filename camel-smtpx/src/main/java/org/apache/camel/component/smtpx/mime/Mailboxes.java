/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;

import jakarta.mail.internet.MimeUtility;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of mailboxes (RFC 5322 section 3.4), separated by comma or semicolon. Quoted strings, comments and
 * display names are understood; groups, source routes and everything behind the closing bracket are refused.
 */
final class Mailboxes {
    private final String field;
    private final String text;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private StringBuilder outside = new StringBuilder();
    private @Nullable StringBuilder angle;
    private boolean inAngle;

    private Mailboxes(String field, String text) {
        this.field = field;
        this.text = text;
    }

    /**
     * Mailboxes of a list, none for a blank text.
     *
     * @throws IllegalArgumentException if there is something else in the text; names the field
     */
    static List<Mailbox> parse(String field, String text) {
        Mailboxes list = new Mailboxes(field, text);
        list.checkCharacters(text);
        list.scan();
        return list.mailboxes;
    }

    /** Mailboxes as a folded header value. */
    static String header(String field, List<Mailbox> mailboxes) {
        StringBuilder list = new StringBuilder();
        int used = field.length() + 2;
        for (Mailbox mailbox : mailboxes) {
            list.append(list.length() == 0 ? "" : ", ").append(mailbox.header(used));
            used = 1;
        }
        return HeaderField.folded(field, list.toString());
    }

    private void scan() {
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (comments > 0) {
                i += c == '\\' ? 1 : 0;
                comments += c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (quoted) {
                take(c);
                if (c == '\\' && i + 1 < text.length()) {
                    take(text.charAt(++i));
                }
                quoted = c != '"';
            } else if (c == '(') {
                comments++;
            } else if (c == '<' || c == '>') {
                bracket(c);
            } else if ((c == ',' || c == ';') && !inAngle) {
                finish();
            } else {
                take(c);
                quoted = c == '"';
            }
        }
        if (quoted || comments > 0 || inAngle) {
            throw refused("unclosed quote, comment or bracket", null);
        }
        finish();
    }

    private void take(char c) {
        if (inAngle && angle != null) {
            angle.append(c);
        } else if (angle == null) {
            outside.append(c);
        } else if (c != ' ') {
            throw refused("text behind the closing bracket", null);
        }
    }

    private void bracket(char c) {
        if (c == '<' ? angle != null : !inAngle) {
            throw refused("misplaced bracket", null);
        }
        if (c == '<') {
            angle = new StringBuilder();
        }
        inAngle = c == '<';
    }

    private void finish() {
        String before = outside.toString().strip();
        if (angle != null || !before.isEmpty()) {
            try {
                mailboxes.add(angle == null
                        ? Mailbox.of(null, before) : Mailbox.of(displayName(before), angle.toString().strip()));
            } catch (IllegalArgumentException e) {
                throw refused(String.valueOf(e.getMessage()), e);
            }
        }
        outside = new StringBuilder();
        angle = null;
    }

    private String displayName(String phrase) {
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < phrase.length(); i++) {
            char c = phrase.charAt(i);
            if (quoted && c == '\\' && i + 1 < phrase.length()) {
                name.append(phrase.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else {
                name.append(c);
            }
        }
        try {
            String decoded = MimeUtility.decodeText(name.toString());
            // An encoded word may hide a line end
            checkCharacters(decoded);
            return decoded;
        } catch (UnsupportedEncodingException e) {
            throw refused("unknown charset", e);
        }
    }

    private void checkCharacters(String checked) {
        for (int i = 0; i < checked.length(); i++) {
            int type = Character.getType(checked.charAt(i));
            if (type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                throw refused("control character at position " + i, null);
            }
        }
    }

    private IllegalArgumentException refused(String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "Not a mailbox in " + field + ": " + HeaderField.printable(text) + " (" + reason + ")", cause);
    }
}
