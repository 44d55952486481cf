/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;

import jakarta.mail.internet.ContentType;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * A multipart or message given in octets. RFC 2045, section 6.4, forbids to encode it, so it travels as it is, with
 * every line end as CRLF; where it cannot, as a part of another type if there is one.
 */
final class CompositePart extends Part {

    private final MessageSource content;
    private final ContentScan scan;
    private final @Nullable OctetPart otherwise;

    /**
     * @param scan      what its octets are like: they have lines
     * @param otherwise what it is when it has eight bits and they are not allowed; null to send them nevertheless
     */
    CompositePart(ContentType type, MessageSource content, ContentScan scan, @Nullable OctetPart otherwise) {
        super(type);
        this.content = content;
        this.scan = scan;
        this.otherwise = otherwise;
    }

    /** What it has to be for this server; null for itself. */
    private @Nullable OctetPart other(TransferForm width) {
        return width == TransferForm.SEVEN_BIT && scan.eightBit() ? otherwise : null;
    }

    @Override
    ContentType type(TransferForm width) {
        OctetPart other = other(width);
        return other == null ? type() : other.type(width);
    }

    @Override
    String encoding(TransferForm width) {
        OctetPart other = other(width);
        return other != null ? other.encoding(width) : scan.eightBit() ? "8bit" : "7bit";
    }

    @Override
    void writeContent(TransferForm width, MessageAssembler out) {
        OctetPart other = other(width);
        if (other != null) {
            other.writeContent(width, out);
        } else {
            out.add(scan.canonical() ? content : EncodedStream.canonical(content, scan.canonicalSize()));
        }
    }

    @Override
    void describeContent(ContentFingerprint.Builder to) throws IOException {
        to.add(content);
    }

    @Override
    boolean gainsFromBinary() {
        return false;
    }
}
