/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.mail.internet.ContentType;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.mail.MessageSource;

/**
 * A text that is too large for the heap: its source is read once to learn what it holds, and again when it is sent. A
 * text that may not be sent unchanged is encoded in base64, whose size is known; quoted-printable would have to be
 * stored.
 */
final class StoredTextPart extends Part {

    private final MessageSource content;
    private final ContentScan scan;

    private StoredTextPart(ContentType type, MessageSource content) throws IOException {
        super(type);
        this.content = content;
        this.scan = ContentScan.of(content);
    }

    /**
     * A text that is encoded already.
     *
     * @param  stored                   can be read again and again
     * @param  exchange                 the exchange whose completion removes what is stored, where the charset is not
     *                                  one for mail and the text becomes UTF-8
     * @throws IllegalArgumentException if the octets are no text in this charset
     */
    static StoredTextPart of(MessageSource stored, ContentType type, Charset charset, Exchange exchange) throws IOException {
        try {
            if (Charsets.isForText(charset)) {
                transcode(stored, charset, Writer.nullWriter());
                return new StoredTextPart(MediaTypes.with(type, "charset", charset.name()), stored);
            }
            MessageSource octets = SpooledOctets.of(exchange, out -> {
                Writer utf8 = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                transcode(stored, charset, utf8);
                utf8.flush();
            }).source();
            return new StoredTextPart(MediaTypes.with(type, "charset", StandardCharsets.UTF_8.name()), octets);
        } catch (CharacterCodingException e) {
            throw Charsets.noText(charset, e);
        }
    }

    private static void transcode(MessageSource stored, Charset charset, Writer to) throws IOException {
        try (Reader text = new InputStreamReader(stored.open(), charset.newDecoder())) {
            text.transferTo(to);
        }
    }

    @Override
    String encoding(TransferForm width) {
        if (!scan.hasLines() || scan.eightBit() && width == TransferForm.SEVEN_BIT) {
            return "base64";
        }
        return scan.eightBit() ? "8bit" : "7bit";
    }

    @Override
    void writeContent(TransferForm width, MessageAssembler out) {
        MessageSource lines = scan.canonical() ? content : EncodedStream.canonical(content, scan.canonicalSize());
        out.add(encoding(width).equals("base64") ? EncodedStream.base64(lines) : lines);
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
