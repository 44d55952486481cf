/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import org.apache.camel.attachment.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * The MIME header fields of an attachment, from its headers, its data and its name in the exchange. What is not valid
 * is replaced or left out with a warning: a field of an attachment never stops the message.
 */
final class AttachmentFields {

    static final ContentType UNKNOWN = new ContentType("application", "octet-stream", null);
    private static final String CID = "cid:";
    private static final int MAX_ID = 200;

    private final String name;
    private final Attachment attachment;
    private final List<String> warnings;
    private final @Nullable String contentId;
    private final ContentDisposition disposition;

    /**
     * @param name     the name in the exchange: the file name, or {@code cid:} and the Content-ID as camel-mail has it
     * @param warnings is given what was replaced or left out
     */
    AttachmentFields(String name, Attachment attachment, List<String> warnings) {
        this.name = name;
        this.attachment = attachment;
        this.warnings = warnings;
        this.contentId = contentId(isNamedById() ? name.substring(CID.length()) : header("Content-ID"));
        this.disposition = disposition(header("Content-Disposition"));
    }

    private boolean isNamedById() {
        return name.toLowerCase(Locale.ROOT).startsWith(CID);
    }

    /** The Content-ID without its brackets, or null. */
    @Nullable
    String contentId() {
        return contentId;
    }

    boolean isInline() {
        return "inline".equalsIgnoreCase(disposition.getDisposition());
    }

    /**
     * The first name there is. Its control characters, and halves of surrogate pairs, are replaced: in a file name they
     * mean nothing good.
     */
    String fileName() {
        String given = disposition.getParameter("filename");
        String other = isNamedById() ? attachment.getDataHandler().getName() : name;
        String chosen = given != null ? given : other != null && !other.isBlank() ? other : contentId;
        return chosen == null ? "attachment" : chosen.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "_");
    }

    /** The media type with the file name. */
    ContentType type() {
        String header = header("Content-Type");
        String text = header != null ? header : attachment.getDataHandler().getContentType();
        ContentType type = text == null || text.isBlank() ? UNKNOWN : type(text);
        return MediaTypes.with(type, "name", fileName());
    }

    private ContentType type(String text) {
        try {
            ContentType type = MediaTypes.parse("Content-Type", MimeUtility.unfold(text));
            // What cannot be written is as bad as what cannot be read
            MediaTypes.write(type);
            String boundary = type.getParameter("boundary");
            if (!type.match("multipart/*") || boundary != null && boundary.matches("[ -~]{0,69}[!-~]")) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            return unknown(text);
        }
        return unknown(text);
    }

    private ContentType unknown(String text) {
        warn("sent as application/octet-stream, since its type is none: " + HeaderField.printable(text));
        return UNKNOWN;
    }

    /** A field that is written as it is given, or null: there is none, or it is not valid. */
    @Nullable
    String field(String field) {
        String value = header(field);
        if (value == null) {
            return null;
        }
        try {
            return new FieldWriter(warnings).write(field, value);
        } catch (IllegalArgumentException e) {
            warn("sent without " + field + ", which is not valid: " + HeaderField.printable(value));
            return null;
        }
    }

    /** A header of the attachment, unfolded: one that came with a received message may still have its line ends. */
    private @Nullable String header(String field) {
        String value = attachment.getHeader(field);
        if (value == null || value.isBlank()) {
            return null;
        }
        String unfolded = MimeUtility.unfold(value);
        if (unfolded.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            warn("sent without its " + field + ", which holds CR, LF or NUL: " + HeaderField.printable(value));
            return null;
        }
        return unfolded;
    }

    private ContentDisposition disposition(@Nullable String header) {
        try {
            if (header != null) {
                return new ContentDisposition(header);
            }
        } catch (ParseException e) {
            warn("sent without its Content-Disposition, which is not valid: " + HeaderField.printable(header));
        }
        return new ContentDisposition(contentId != null ? "inline" : "attachment", null);
    }

    private @Nullable String contentId(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String stripped = given.strip();
        String id = stripped.startsWith("<") && stripped.endsWith(">") && stripped.length() > 1
                ? stripped.substring(1, stripped.length() - 1) : stripped;
        if (id.isBlank()) {
            warn("sent without Content-ID, which is empty");
            return null;
        }
        if (id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>')) {
            return id;
        }
        String made = madeId(id);
        warn("sent with the Content-ID <" + made + "> instead of one that is not valid: " + HeaderField.printable(given));
        return made;
    }

    /** The same each time, and where the length allows as a {@code cid:} URL of the body spells it (RFC 2392). */
    private static String madeId(String given) {
        byte[] octets = given.getBytes(StandardCharsets.UTF_8);
        StringBuilder made = new StringBuilder();
        for (byte octet : octets) {
            boolean valid = octet > ' ' && octet < 0x7F && octet != '<' && octet != '>';
            made.append(valid ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return made.length() <= MAX_ID ? made.toString() : UUID.nameUUIDFromBytes(octets).toString();
    }

    private void warn(String what) {
        warnings.add("Attachment " + HeaderField.printable(name) + " is " + what);
    }
}
