/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * The charset of a content: that of its media type, else that of the exchange, else UTF-8. The platform's default has
 * no influence.
 */
final class Charsets {

    /** What Windows means by these names; Java maps them to code pages of IBM. */
    private static final Map<String, String> WINDOWS = Map.of(
            "cp932", "windows-31j", "ms932", "windows-31j", "cp936", "GBK", "ms936", "GBK", "cp949", "x-windows-949", "ms949",
            "x-windows-949", "cp950", "x-windows-950", "ms950", "x-windows-950", "cp874", "x-windows-874");
    private static final String PROBE = "Az09 =?<>\r\n";

    /**
     * A text in a charset.
     *
     * @param charset the one that was wanted, or UTF-8 where that cannot encode the text or cannot be named in mail
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, for one reader
    record Encoded(byte[] octets, Charset charset) {
    }

    private Charsets() {
    }

    static Charset of(ContentType type, Exchange exchange) {
        Charset declared = declared(type);
        if (declared != null) {
            return declared;
        }
        String name = ExchangeHelper.getCharsetName(exchange, false);
        return name == null ? StandardCharsets.UTF_8 : named(Exchange.CHARSET_NAME, name);
    }

    /** The charset that a type names, or null. */
    static @Nullable Charset declared(ContentType type) {
        String name = type.getParameter("charset");
        return name == null ? null : named("the content type", name);
    }

    private static Charset named(String where, String name) {
        try {
            String known = WINDOWS.getOrDefault(name.toLowerCase(Locale.ROOT), name);
            // Jakarta Mail knows some more names of mail, but reads US-ASCII as Latin-1
            return Charset.isSupported(known) ? Charset.forName(known) : Charset.forName(MimeUtility.javaCharset(known));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unknown charset in " + where + ": " + HeaderField.printable(name), e);
        }
    }

    /**
     * The type of octets that no charset changes, with its charset by the name that IANA has for it, if there is one.
     */
    static ContentType withLabel(ContentType type) {
        try {
            Charset declared = declared(type);
            return declared == null || !declared.isRegistered() ? type : MediaTypes.with(type, "charset", declared.name());
        } catch (IllegalArgumentException e) {
            return type;
        }
    }

    /** Whether a text part may name it: registered with IANA, and a superset of US-ASCII (RFC 2046, section 4.1.2). */
    static boolean isForText(Charset charset) {
        return charset.isRegistered() && charset.canEncode()
                && Arrays.equals(PROBE.getBytes(charset), PROBE.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Encodes a text.
     *
     * @throws IllegalArgumentException if it holds half a surrogate pair, which no charset can encode
     */
    static Encoded encode(String text, Charset charset) {
        if (charset.isRegistered() && charset.canEncode() && !charset.equals(StandardCharsets.UTF_8)) {
            try {
                byte[] octets = octets(text, charset);
                // Some encoders of Java replace what they lack: windows-31j a yen sign by a backslash
                if (charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString().equals(text)) {
                    return new Encoded(octets, charset);
                }
            } catch (CharacterCodingException e) {
                // UTF-8 can
            }
        }
        try {
            return new Encoded(octets(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The text holds half a surrogate pair (U+D800 to U+DFFF)", e);
        }
    }

    private static byte[] octets(String text, Charset charset) throws CharacterCodingException {
        // An array is encoded as a whole, the characters of a String one by one.
        ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text.toCharArray()));
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        return octets;
    }

    /**
     * Decodes octets.
     *
     * @throws IllegalArgumentException if they are no text in this charset
     */
    static String decode(byte[] octets, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw noText(charset, e);
        }
    }

    static IllegalArgumentException noText(Charset charset, CharacterCodingException cause) {
        return new IllegalArgumentException(
                "The body is no text in " + charset.name() + ": name its charset in contentType or "
                                            + Exchange.CHARSET_NAME,
                cause);
    }
}
