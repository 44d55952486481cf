/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import org.jspecify.annotations.Nullable;

/** A MIME part whose header fields are exactly those that were set: Jakarta Mail adds and guesses nothing. */
final class Part extends MimeBodyPart {
    private final boolean eightBit;

    Part(ContentType type, @Nullable String transferEncoding, DataHandler content) throws MessagingException {
        setDataHandler(content);
        setHeader("Content-Type", MediaTypes.write(type));
        if (transferEncoding != null) {
            setHeader("Content-Transfer-Encoding", transferEncoding);
        }
        eightBit = "8bit".equals(transferEncoding);
    }

    /** A multipart of the subtype around the parts. */
    static Part around(String subtype, List<Part> parts) throws MessagingException {
        Multipart multipart = new Multipart(subtype, parts);
        // RFC 2045 section 6.4: a multipart is as wide as its widest part
        String transferEncoding = parts.stream().anyMatch(part -> part.eightBit) ? "8bit" : null;
        return new Part(multipart.type(), transferEncoding, new MultipartHandler(multipart));
    }

    @Override
    protected void updateHeaders() {
        // The header is complete
    }

    private static final class Multipart extends MimeMultipart {
        Multipart(String subtype, List<Part> parts) throws MessagingException {
            super(subtype, parts.toArray(new BodyPart[0]));
            if (subtype.equals("related")) {
                // RFC 2387 section 3.1: the type of the first part is told outside as well
                ContentType type = type();
                type.setParameter("type", new ContentType(parts.get(0).getContentType()).getBaseType());
                contentType = type.toString();
            }
        }

        ContentType type() throws MessagingException {
            return new ContentType(contentType);
        }
    }

    /** Writes without asking the machine's mailcap files how. */
    private static final class MultipartHandler extends DataHandler {
        private final Multipart multipart;

        MultipartHandler(Multipart multipart) {
            super(multipart, multipart.getContentType());
            this.multipart = multipart;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try {
                multipart.writeTo(out);
            } catch (MessagingException e) {
                throw new IOException("Cannot write a " + multipart.getContentType(), e);
            }
        }
    }
}
