/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.apache.camel.component.smtpx.protocol.Idna;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of a header field (RFC 5322 section 3.4).
 *
 * @param name    the display name, decoded, or null
 * @param address local part and domain, the domain in A-labels
 */
record Mailbox(@Nullable String name, String address) {
    private static final String ATOM_SPECIALS = "()<>[]:;@\\,.\"";

    /**
     * @throws IllegalArgumentException if the address is not one; the message names the reason
     */
    static Mailbox of(@Nullable String name, String address) {
        String ascii = toAscii(address);
        InternetAddress checked = new InternetAddress();
        checked.setAddress(ascii);
        try {
            checked.validate();
        } catch (AddressException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        if (ascii.startsWith("@") || !ascii.startsWith("\"") && ascii.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("source route or backslash");
        }
        return new Mailbox(name, ascii);
    }

    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Whether a header that names it needs RFC 6532: the local part is not US-ASCII. */
    boolean needsUtf8() {
        return !isAscii(address);
    }

    /** The mailbox as it stands in a header, in one line. */
    String header(int used) {
        if (name == null || name.isBlank()) {
            return address;
        }
        boolean atoms = name.equals(name.strip())
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7F && ATOM_SPECIALS.indexOf(c) < 0);
        String phrase = atoms || !EncodedWords.isPlain(name)
                ? EncodedWords.encode(name, used)
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return phrase + " <" + address + ">";
    }

    private static String toAscii(String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        return at < 0 || isAscii(domain)
                ? address : address.substring(0, at + 1) + Idna.toAscii(domain);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
