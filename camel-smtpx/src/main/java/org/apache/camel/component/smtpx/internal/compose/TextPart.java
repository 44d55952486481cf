/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.mail.MessageSource;

/** A text: 7bit, else 8bit with 8BITMIME, else quoted-printable or base64. */
final class TextPart extends Part {

    private final byte[] octets;
    private final ContentScan scan;

    private TextPart(ContentType type, byte[] octets) {
        super(type);
        this.octets = octets;
        this.scan = ContentScan.of(octets);
    }

    /** A charset that cannot encode the text, or that is no superset of US-ASCII, gives way to UTF-8. */
    static TextPart of(String text, ContentType type, Charset charset) {
        Charsets.Encoded encoded
                = Charsets.encode(text, Charsets.isForText(charset) ? charset : StandardCharsets.UTF_8);
        return of(encoded.octets(), encoded.charset(), type);
    }

    /**
     * A text that is encoded already.
     *
     * @throws IllegalArgumentException if the octets are no text in this charset
     */
    static TextPart of(byte[] octets, ContentType type, Charset charset) {
        String text = Charsets.decode(octets, charset);
        return Charsets.isForText(charset) ? of(octets, charset, type) : of(text, type, StandardCharsets.UTF_8);
    }

    private static TextPart of(byte[] octets, Charset charset, ContentType type) {
        // In a superset of US-ASCII the octets of CR and LF have no other meaning.
        return new TextPart(MediaTypes.with(type, "charset", charset.name()), ContentEncoder.canonical(octets));
    }

    @Override
    String encoding(TransferForm width) {
        boolean lines = scan.hasLines();
        if (lines && !scan.eightBit()) {
            return "7bit";
        }
        if (lines && width != TransferForm.SEVEN_BIT) {
            return "8bit";
        }
        return isMostlyAscii() ? "quoted-printable" : "base64";
    }

    /** Quoted-printable is the shorter and readable way. */
    private boolean isMostlyAscii() {
        int others = 0;
        for (byte octet : octets) {
            others += octet < 0 ? 1 : 0;
        }
        return others <= octets.length / 4;
    }

    @Override
    void writeContent(TransferForm width, MessageAssembler out) {
        switch (encoding(width)) {
            case "quoted-printable" -> writeQuotedPrintable(out);
            case "base64" -> out.add(EncodedStream.base64(MessageSource.of(octets)));
            default -> out.writeBytes(octets);
        }
    }

    private void writeQuotedPrintable(MessageAssembler out) {
        try {
            OutputStream encoder = MimeUtility.encode(out, "quoted-printable");
            encoder.write(octets);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("Jakarta Mail knows no quoted-printable", e);
        }
    }

    @Override
    void describeContent(ContentFingerprint.Builder to) throws IOException {
        to.add(MessageSource.of(octets));
    }

    @Override
    boolean gainsFromBinary() {
        return false;
    }
}
