/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * An attachment of an exchange as a part, and the place where it belongs. Of its headers those of MIME are kept, except
 * the transfer encoding, which is ours.
 */
record AttachedPart(Part part, Place place) {
    private static final String CID = "cid:";
    private static final ContentType UNKNOWN = new ContentType("application", "octet-stream", null);

    enum Place {
        /** Named by a Content-ID or Content-Location: shown inside an HTML body. */
        RELATED,
        /** An invitation that stands for the body where the reader knows calendars (RFC 6047). */
        ALTERNATIVE,
        /** Beside the body. */
        MIXED
    }

    /**
     * @param name the name in the exchange: the file name, or {@code cid:} and the Content-ID as camel-mail has it
     */
    static AttachedPart of(String name, Attachment attachment, Exchange exchange) throws IOException {
        DataHandler content = attachment.getDataHandler();
        boolean named = name.toLowerCase(Locale.ROOT).startsWith(CID);
        String contentId = contentId(named ? name.substring(CID.length()) : header(attachment, "Content-ID"));
        String location = header(attachment, "Content-Location");
        ContentDisposition disposition = disposition(header(attachment, "Content-Disposition"), contentId != null);
        boolean inline = "inline".equalsIgnoreCase(disposition.getDisposition());
        String fileName = fileName(disposition.getParameter("filename"), named ? content.getName() : name, contentId);
        ContentType type
                = MediaTypes.with(type(header(attachment, "Content-Type"), content.getContentType()), "name", fileName);
        boolean invitation = inline && type.match("text/calendar") && type.getParameter("method") != null;
        Part part = part(type, content, exchange);
        ParameterList parameters = new ParameterList();
        parameters.set("filename", fileName);
        part.setHeader("Content-Disposition",
                Parameters.write("Content-Disposition", inline ? "inline" : "attachment", parameters));
        if (contentId != null) {
            part.setHeader("Content-ID", HeaderField.checked("Content-ID", "<" + contentId + ">"));
        }
        for (String kept : new String[] { "Content-Description", "Content-Language", "Content-Location" }) {
            String value = header(attachment, kept);
            if (value != null) {
                part.setHeader(kept, HeaderField.text(kept, value));
            }
        }
        if (invitation) {
            return new AttachedPart(part, Place.ALTERNATIVE);
        }
        return new AttachedPart(part, inline && (contentId != null || location != null) ? Place.RELATED : Place.MIXED);
    }

    private static Part part(ContentType type, DataHandler content, Exchange exchange) throws IOException {
        if (!isComposite(type)) {
            return new OctetPart(type, StoredContent.of(content, exchange));
        }
        MessageSource stored = StoredContent.of(content, exchange);
        LineScan scan = new LineScan();
        try (InputStream octets = stored.open()) {
            octets.transferTo(scan);
        }
        // A message that cannot travel as it is goes as a file
        OctetPart file = new OctetPart(MediaTypes.with(UNKNOWN, "name", type.getParameter("name")), stored);
        return scan.hasLines() ? new CompositePart(type, stored, scan, file) : file;
    }

    /** Whether encoding the content is forbidden. */
    static boolean isComposite(ContentType type) {
        return type.match("multipart/*") || type.match("message/*");
    }

    /** A header of the attachment, unfolded: one that came with a received message may still have its line ends. */
    private static @Nullable String header(Attachment attachment, String name) {
        String value = attachment.getHeader(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        String unfolded = MimeUtility.unfold(value);
        HeaderField.checkValue(name, unfolded);
        return unfolded;
    }

    private static ContentDisposition disposition(@Nullable String header, boolean hasContentId) {
        if (header == null) {
            return new ContentDisposition(hasContentId ? "inline" : "attachment", null);
        }
        try {
            return new ContentDisposition(header);
        } catch (ParseException e) {
            throw new IllegalArgumentException("Not a Content-Disposition: " + HeaderField.printable(header), e);
        }
    }

    private static @Nullable String contentId(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String id = given.strip();
        id = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
        if (id.isEmpty() || !id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>')) {
            throw new IllegalArgumentException("Not a Content-ID: " + HeaderField.printable(given));
        }
        return id;
    }

    /** The first name there is. Its control characters are replaced: in a file name they mean nothing good. */
    private static String fileName(@Nullable String given, @Nullable String name, @Nullable String contentId) {
        String chosen = given != null ? given : name != null && !name.isBlank() ? name : contentId;
        return chosen == null ? "attachment" : chosen.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "_");
    }

    private static ContentType type(@Nullable String header, @Nullable String dataType) {
        String text = header != null ? header : dataType;
        return text == null || text.isBlank() ? UNKNOWN : MediaTypes.parse("Content-Type", text);
    }
}
