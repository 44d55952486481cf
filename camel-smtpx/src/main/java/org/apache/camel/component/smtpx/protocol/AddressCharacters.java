/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import org.jspecify.annotations.Nullable;

/** What no address has anywhere, not even in its display name. */
final class AddressCharacters {

    private AddressCharacters() {
    }

    /**
     * Controls but the tab, line separators, and halves of surrogate pairs are faults; {@code null} if there are none.
     */
    static @Nullable String fault(String text) {
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
    static boolean isOtherBlank(char c) {
        return c >= 0x80 && Character.isSpaceChar(c);
    }
}
