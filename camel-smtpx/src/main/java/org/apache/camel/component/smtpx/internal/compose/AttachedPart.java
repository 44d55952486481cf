/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.util.List;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.mail.MessageSource;

/**
 * An attachment of an exchange as a part, and the place where it belongs. Of its headers those of MIME are kept, except
 * the transfer encoding, which is ours.
 */
record AttachedPart(Part part, Place place) {

    enum Place {
        /** Named by a Content-ID or Content-Location: shown inside an HTML body. */
        RELATED,
        /** An invitation, as an alternative of the body for readers with a calendar (RFC 6047). */
        ALTERNATIVE,
        /** Beside the body. */
        MIXED
    }

    /**
     * @param name     the name in the exchange: the file name, or {@code cid:} and the Content-ID as camel-mail has it
     * @param warnings is given what had to be replaced or left out
     */
    static AttachedPart of(String name, Attachment attachment, Exchange exchange, List<String> warnings) throws IOException {
        AttachmentFields fields = new AttachmentFields(name, attachment, warnings);
        ContentType type = fields.type();
        boolean inline = fields.isInline();
        boolean invitation = inline && type.match("text/calendar") && type.getParameter("method") != null;
        Part part = part(type, attachment.getDataHandler(), exchange);
        ParameterList parameters = new ParameterList();
        parameters.set("filename", fields.fileName());
        part.setHeader("Content-Disposition",
                Parameters.write("Content-Disposition", inline ? "inline" : "attachment", parameters));
        String contentId = fields.contentId();
        if (contentId != null) {
            part.setHeader("Content-ID", HeaderField.checked("Content-ID", "<" + contentId + ">"));
        }
        boolean located = false;
        for (String kept : new String[] { "Content-Description", "Content-Language", "Content-Location" }) {
            String value = fields.field(kept);
            if (value != null) {
                part.setHeader(kept, value);
                located = kept.equals("Content-Location");
            }
        }
        if (invitation) {
            return new AttachedPart(part, Place.ALTERNATIVE);
        }
        return new AttachedPart(part, inline && (contentId != null || located) ? Place.RELATED : Place.MIXED);
    }

    private static Part part(ContentType type, DataHandler content, Exchange exchange) throws IOException {
        if (StoredContent.object(content) instanceof String text) {
            // Jakarta Activation would write what US-ASCII lacks as question marks
            Charsets.Encoded encoded = Charsets.encode(text, Charsets.of(type, exchange));
            return part(MediaTypes.with(type, "charset", encoded.charset().name()), MessageSource.of(encoded.octets()));
        }
        return part(type, StoredContent.of(content, exchange));
    }

    /** Octets as a part: a message or multipart as it is where it can be sent unchanged, all else encoded. */
    static Part part(ContentType type, MessageSource stored) throws IOException {
        if (!isComposite(type)) {
            return new OctetPart(type, stored);
        }
        ContentScan scan = ContentScan.of(stored);
        // A message that cannot be sent unchanged is sent as a file
        OctetPart file = new OctetPart(MediaTypes.with(AttachmentFields.UNKNOWN, "name", type.getParameter("name")), stored);
        return scan.hasLines() ? new CompositePart(type, stored, scan, file) : file;
    }

    /** Whether encoding the content is forbidden. */
    static boolean isComposite(ContentType type) {
        return type.match("multipart/*") || type.match("message/*");
    }
}
