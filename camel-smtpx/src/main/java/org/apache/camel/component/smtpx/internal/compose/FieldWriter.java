/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.jspecify.annotations.Nullable;

/** Writes the values of header fields by their {@link FieldSyntax}: encoded where that is allowed, and folded. */
final class FieldWriter {

    /** Octets of a URI in one line; a reader ignores white space inside the brackets (RFC 2369, section 2). */
    private static final int URI_PIECE = 900;
    private static final String URI_EXTRA = "\"<>\\^`{|}";
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)([^/?#:@\\[]+)(.*)",
            Pattern.DOTALL);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern WORDS = Pattern.compile("[ \t]+");

    private final List<String> warnings;
    private @Nullable String utf8Address;

    /** @param warnings is given what had to be left out */
    FieldWriter(List<String> warnings) {
        this.warnings = warnings;
    }

    /** The first address among those written that needs a server with SMTPUTF8, or null. */
    @Nullable
    String utf8Address() {
        return utf8Address;
    }

    /**
     * The value as it is written, or null if nothing of it is left.
     *
     * @throws IllegalArgumentException if the value does not fit the syntax of the field; names the field
     */
    @Nullable
    String write(String name, String value) {
        HeaderField.checkValue(name, value);
        return switch (FieldSyntax.of(name)) {
            case UNSTRUCTURED -> HeaderField.text(name, value);
            case PHRASES -> phrases(name, value);
            case MAILBOXES -> mailboxes(name, value);
            case LIST_ID -> listId(name, value);
            case URIS -> HeaderField.folded(name, uris(name, value));
            case URI -> HeaderField.folded(name, uri(value));
            case MESSAGE_IDS -> messageIds(name, value);
            case TOKENS -> HeaderField.folded(name, ascii(name, value));
        };
    }

    private static String ascii(String name, String value) {
        if (!isAscii(value)) {
            throw new IllegalArgumentException(
                    "The header " + name + " must be printable US-ASCII: " + HeaderField.printable(value));
        }
        return value;
    }

    /** Phrases without empty ones, null if none is left; a comma in quotes is part of its phrase. */
    private static @Nullable String phrases(String name, String value) {
        List<String> phrases = new ArrayList<>();
        int used = name.length() + 2;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ',';
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted && value.indexOf('"', i + 1) > 0;
            } else if (c == ',' && (!quoted || i == value.length())) {
                String phrase = value.substring(start, i).strip();
                start = i + 1;
                if (!phrase.isEmpty()) {
                    phrases.add(EncodedWords.encode(phrase, used));
                    used = 1;
                }
            }
        }
        return phrases.isEmpty() ? null : HeaderField.folded(name, String.join(", ", phrases));
    }

    private @Nullable String mailboxes(String name, String value) {
        AddressList list = AddressList.ofHeader(
                name, List.of(value), true, (part, fault) -> warnings.add("Left out of " + fault));
        for (Mailbox mailbox : list.mailboxes()) {
            Address address = mailbox.address();
            utf8Address = utf8Address == null && address.needsUtf8() ? address.toString() : utf8Address;
        }
        return list.isEmpty() ? null : list.header(name);
    }

    private static String listId(String name, String value) {
        int open = value.lastIndexOf('<');
        if (open < 0) {
            return HeaderField.folded(name, EncodedWords.encode(value, name.length() + 2));
        }
        String id = ascii(name, value.substring(open));
        String phrase = value.substring(0, open).strip();
        return HeaderField.folded(
                name, phrase.isEmpty() ? id : EncodedWords.encode(phrase, name.length() + 2) + " " + id);
    }

    /** Message identifiers, and without those that are none: a reader has no use for them. */
    private @Nullable String messageIds(String name, String value) {
        List<String> kept = new ArrayList<>();
        for (String word : WORDS.split(value.strip(), -1)) {
            if (isAscii(word) && word.length() <= URI_PIECE) {
                kept.add(word);
            } else {
                warnings.add("Left out of " + name + ", since it is no message identifier: " + HeaderField.printable(word));
            }
        }
        String ids = String.join(" ", kept);
        return ids.isEmpty() ? null : HeaderField.folded(name, ids);
    }

    private static String uris(String name, String value) {
        StringBuilder written = new StringBuilder();
        int lastUri = value.lastIndexOf('>');
        int lastComment = value.lastIndexOf(')');
        for (int i = 0; i < value.length();) {
            char c = value.charAt(i);
            int end = c == '<' && i < lastUri ? value.indexOf('>', i)
                    : c == '(' && i < lastComment ? value.indexOf(')', i)
                    : -1;
            if (end > 0) {
                String inner = value.substring(i + 1, end);
                written.append(c).append(c == '<' ? uri(inner) : EncodedWords.encode(inner, 2)).append(value.charAt(end));
                i = end;
            } else {
                boolean tight = c == ',' && i + 1 < value.length() && value.charAt(i + 1) != ' ';
                written.append(c).append(tight ? " " : "");
            }
            i++;
        }
        return ascii(name, written.toString());
    }

    /** A URI in US-ASCII (RFC 3987, section 3.1), with a space where a line is full. */
    private static String uri(String given) {
        String encoded = percentEncoded(withAsciiHost(given.strip()));
        return encoded.length() <= URI_PIECE ? encoded : encoded.replaceAll("(.{" + URI_PIECE + "})(?=.)", "$1 ");
    }

    /** The host as DNS knows it; what is no domain is left to the percent-encoding. */
    private static String withAsciiHost(String uri) {
        Matcher parts = AUTHORITY.matcher(uri);
        if (isAscii(uri) || !parts.matches()) {
            return uri;
        }
        try {
            return parts.group(1) + Idna.toAscii(parts.group(2)) + parts.group(3);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private static String percentEncoded(String uri) {
        StringBuilder encoded = new StringBuilder(uri.length());
        for (byte octet : Charsets.encode(uri, StandardCharsets.UTF_8).octets()) {
            if (octet > ' ' && octet < 0x7F && URI_EXTRA.indexOf(octet) < 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t');
    }
}
