/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import org.jspecify.annotations.Nullable;

/** Local parts (RFC 5321 section 4.1.2, RFC 6531 section 3.3). */
public final class LocalPartSyntax {

    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private LocalPartSyntax() {
    }

    /** The local part with this content: as it is if it is a dot-atom, else in quotes. */
    public static String canonical(String content) {
        if (faultOfDotAtom(content) == null) {
            return content;
        }
        return quoted(content);
    }

    /** The content as a quoted string. */
    public static String quoted(String content) {
        StringBuilder quoted = new StringBuilder(content.length() + 2).append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    public static @Nullable String faultOfDotAtom(String text) {
        if (text.isEmpty()) {
            return "no local part";
        }
        if (text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
            return "local part begins or ends with a dot or has two in a row, and is not quoted";
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.' && !isAtomCharacter(text.charAt(i))) {
                return "character that needs quotes in the local part";
            }
        }
        return null;
    }

    public static boolean isAtomCharacter(char c) {
        return c < 0x80
                ? DomainSyntax.isLetterOrDigit(c) || ATOM_SPECIALS.indexOf(c) >= 0
                : c != AddressCharacters.END && !AddressCharacters.isOtherBlank(c);
    }
}
