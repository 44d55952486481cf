/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.component.smtpx.message.Width;
import org.jspecify.annotations.Nullable;

/** A text: 7bit, else 8bit where the server takes it, else quoted-printable or base64. */
final class TextPart extends Part {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String PROBE = "Az09 =?<>\r\n";

    private final byte[] octets;
    private final LineScan scan = new LineScan();

    private TextPart(ContentType type, byte[] octets) {
        super(type);
        this.octets = octets;
        scan.write(octets, 0, octets.length);
    }

    /** A charset that cannot say the text, or that is no superset of US-ASCII, gives way to UTF-8. */
    static TextPart of(String text, ContentType type) {
        String lines = LINE_END.matcher(text).replaceAll("\r\n");
        Charset charset = charset(type);
        byte[] octets = charset == null ? null : encode(lines, charset);
        if (charset == null || octets == null) {
            charset = StandardCharsets.UTF_8;
            octets = lines.getBytes(StandardCharsets.UTF_8);
        }
        return new TextPart(MediaTypes.with(type, "charset", charset.name()), octets);
    }

    /** The charset that a text type names, or null. */
    static @Nullable Charset charset(ContentType type) {
        String name = type.getParameter("charset");
        if (name == null) {
            return null;
        }
        try {
            // Jakarta Mail knows some more names of mail, but reads US-ASCII as Latin-1
            return Charset.isSupported(name) ? Charset.forName(name) : Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unknown charset in the content type: " + HeaderField.printable(name), e);
        }
    }

    private static byte @Nullable [] encode(String text, Charset charset) {
        if (!charset.canEncode() || !Arrays.equals(PROBE.getBytes(charset), PROBE.getBytes(StandardCharsets.US_ASCII))) {
            return null;
        }
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] octets = new byte[encoded.remaining()];
            encoded.get(octets);
            return octets;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    @Override
    String encoding(Width width) {
        if (scan.hasLines() && !scan.hasEightBit()) {
            return "7bit";
        }
        if (scan.hasLines() && width != Width.SEVEN_BIT) {
            return "8bit";
        }
        return scan.isMostlyAscii() ? "quoted-printable" : "base64";
    }

    @Override
    void writeContent(Width width, Pieces out) {
        switch (encoding(width)) {
            case "quoted-printable" -> writeQuotedPrintable(out);
            case "base64" -> out.add(EncodedStream.base64(MessageSource.of(octets)));
            default -> out.writeBytes(octets);
        }
    }

    private void writeQuotedPrintable(Pieces out) {
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
    boolean gainsFromBinary() {
        return false;
    }
}
