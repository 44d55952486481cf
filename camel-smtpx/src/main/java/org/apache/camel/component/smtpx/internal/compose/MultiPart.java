/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParseException;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.jspecify.annotations.Nullable;

/** Parts one behind the other (RFC 2046, section 5.1). */
final class MultiPart extends Part {

    private final List<Part> parts;

    MultiPart(String subtype, List<Part> parts) {
        super(type(subtype, parts.get(0)));
        this.parts = List.copyOf(parts);
    }

    /** A multipart of this type, with a boundary of its own. */
    MultiPart(ContentType type, List<Part> parts) {
        super(MediaTypes.with(type, "boundary", boundOf(type.getSubType()).getParameter("boundary")));
        this.parts = List.copyOf(parts);
    }

    private static ContentType type(String subtype, Part first) {
        ContentType type = boundOf(subtype);
        if (subtype.equals("related")) {
            // RFC 2387 section 3.1: the type parameter repeats the type of the first part
            type.setParameter("type", first.type().getBaseType());
        }
        return type;
    }

    /** With a boundary that Jakarta Mail makes unique. */
    private static ContentType boundOf(String subtype) {
        try {
            return new ContentType(new MimeMultipart(subtype).getContentType());
        } catch (ParseException e) {
            throw new IllegalStateException("Jakarta Mail makes a multipart without a type", e);
        }
    }

    /** RFC 2045 section 6.4: a multipart is as wide as its widest part. */
    @Override
    @Nullable
    String encoding(TransferForm width) {
        String widest = null;
        for (Part part : parts) {
            String encoding = part.encoding(width);
            if ("binary".equals(encoding) || "8bit".equals(encoding) && widest == null) {
                widest = encoding;
            }
        }
        return widest;
    }

    @Override
    void writeContent(TransferForm width, MessageAssembler out) {
        String delimiter = "--" + type().getParameter("boundary");
        for (Part part : parts) {
            line(delimiter + "\r\n", out);
            part.write(width, out);
            line("\r\n", out);
        }
        line(delimiter + "--\r\n", out);
    }

    @Override
    void describeContent(ContentFingerprint.Builder to) throws IOException {
        for (Part part : parts) {
            part.describe(to);
        }
    }

    @Override
    boolean gainsFromBinary() {
        return parts.stream().anyMatch(Part::gainsFromBinary);
    }

    private static void line(String text, MessageAssembler out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
