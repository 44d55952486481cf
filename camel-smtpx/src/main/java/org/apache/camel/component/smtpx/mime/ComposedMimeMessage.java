/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

/**
 * A message whose header fields are exactly those that were set. Its header is written in UTF-8: Jakarta Mail may be
 * told by a system property to cut characters to their low octet, which could make a line end of a letter
 * (CVE-2025-7962).
 */
final class ComposedMimeMessage extends MimeMessage {
    private static final byte[] CRLF = { '\r', '\n' };

    /** A message with the content, and the content's header fields, of a part. */
    ComposedMimeMessage(Session session, Part content) throws MessagingException {
        super(session);
        setDataHandler(content.getDataHandler());
        setHeader("MIME-Version", "1.0");
        var fields = content.getAllHeaders();
        while (fields.hasMoreElements()) {
            var field = fields.nextElement();
            setHeader(field.getName(), field.getValue());
        }
        saveChanges();
    }

    @Override
    protected void updateHeaders() {
        // The header is complete
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException, MessagingException {
        Enumeration<String> lines = getNonMatchingHeaderLines(ignoredHeaders);
        while (lines.hasMoreElements()) {
            out.write(lines.nextElement().getBytes(StandardCharsets.UTF_8));
            out.write(CRLF);
        }
        out.write(CRLF);
        OutputStream encoded = MimeUtility.encode(out, getEncoding());
        getDataHandler().writeTo(encoded);
        encoded.flush();
    }
}
