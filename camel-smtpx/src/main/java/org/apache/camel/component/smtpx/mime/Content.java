/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import org.jspecify.annotations.Nullable;

/** Makes parts of contents and chooses how each travels (RFC 2045 section 6). */
final class Content {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String PROBE = "Az09 =?<>\r\n";

    private Content() {
    }

    /**
     * A text: 7bit, else 8bit where allowed, else quoted-printable or base64. A charset that cannot say the text, or
     * that is no superset of US-ASCII, gives way to UTF-8.
     */
    static Part text(String text, ContentType type, boolean eightBitAllowed) throws MessagingException {
        String lines = LINE_END.matcher(text).replaceAll("\r\n");
        Charset charset = charset(type);
        byte[] octets = charset == null ? null : encode(lines, charset);
        if (charset == null || octets == null) {
            charset = StandardCharsets.UTF_8;
            octets = lines.getBytes(StandardCharsets.UTF_8);
        }
        ContentType told = MediaTypes.with(type, "charset", charset.name());
        LineScan scan = new LineScan();
        scan.write(octets, 0, octets.length);
        return new Part(told, textEncoding(scan, eightBitAllowed), handler(octets, told));
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

    /** Octets of any kind, in base64. */
    static Part octets(ContentType type, DataHandler content) throws MessagingException {
        return new Part(type, "base64", content);
    }

    /**
     * A multipart or message given in octets: RFC 2045 section 6.4 forbids to encode it, so it travels as it is, with
     * every line end as CRLF. Null if it cannot: it has a NUL or a line too long, or eight bits that are not allowed.
     * The content is read twice.
     */
    static @Nullable Part composite(ContentType type, DataHandler content, boolean eightBitAllowed)
            throws MessagingException, IOException {
        LineScan scan = new LineScan();
        content.writeTo(scan);
        if (!scan.hasLines() || scan.hasEightBit() && !eightBitAllowed) {
            return null;
        }
        return new Part(type, scan.hasEightBit() ? "8bit" : "7bit", new CanonicalHandler(content));
    }

    static DataHandler handler(byte[] octets, ContentType type) {
        return new DataHandler(new ByteArrayDataSource(octets, type.getBaseType()));
    }

    static boolean isComposite(ContentType type) {
        return type.match("multipart/*") || type.match("message/*");
    }

    private static String textEncoding(LineScan scan, boolean eightBitAllowed) {
        if (scan.hasLines() && !scan.hasEightBit()) {
            return "7bit";
        }
        if (scan.hasLines() && eightBitAllowed) {
            return "8bit";
        }
        return scan.isMostlyAscii() ? "quoted-printable" : "base64";
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

    private static final class CanonicalHandler extends DataHandler {
        private final DataHandler content;

        CanonicalHandler(DataHandler content) {
            super(content.getDataSource());
            this.content = content;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            content.writeTo(new CanonicalLines(out));
        }
    }
}
