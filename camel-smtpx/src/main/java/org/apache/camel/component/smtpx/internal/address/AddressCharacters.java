/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import org.jspecify.annotations.Nullable;

/** Characters that are invalid in every part of an address, even in its display name. */
public final class AddressCharacters {

    /** Marks the end of a text: no character, and refused in a text. */
    public static final char END = '\uFFFF';

    private AddressCharacters() {
    }

    /**
     * Controls but the tab, line separators, and halves of surrogate pairs are faults; {@code null} if there are none.
     */
    public static @Nullable String fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == '\u2028' || c == '\u2029') {
                return "control character";
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return "half a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    /** No-break space and the like: invisible, and in a mailbox a mistake; a display name may have them. */
    public static boolean isOtherBlank(char c) {
        return c >= 0x80 && (Character.isSpaceChar(c) || c == '\u2800');
    }

    /**
     * The first character of a text that no font shows, by number and name: a byte order mark, a zero width space, a
     * direction control, a filler, a tag; {@code null} if there is none.
     *
     * @param joiners whether ZERO WIDTH JOINER and NON-JOINER are left out: IDNA 2008 has rules for them in domains
     */
    public static @Nullable String invisible(String text, boolean joiners) {
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            if (c >= 0x80 && isInvisible(c) && !(joiners && (c == 0x200C || c == 0x200D))) {
                return String.format("invisible character U+%04X (%s)", c, Character.getName(c));
            }
            i += Character.charCount(c);
        }
        return null;
    }

    /** Category Cf, and the rest of Unicode's property Default_Ignorable_Code_Point. */
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x2065 || c == 0x3164
                || c == 0xFFA0 || c >= 0x180B && c <= 0x180F || c >= 0xFE00 && c <= 0xFE0F || c >= 0xFFF0 && c <= 0xFFF8
                || c >= 0xE0000 && c <= 0xE0FFF;
    }
}
