/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The accepted syntax of replies. In each, all lines of a reply have the same code of three digits.
 *
 * @param bareLf    a line may end with LF alone, as some old servers' help texts do
 * @param glued     the text may follow the code without a blank (the character after the code is dropped), and codes
 *                  may be 100 to 599
 * @param maxLines  the most lines of one reply
 * @param maxOctets the most octets of one reply
 * @param charset   how the text is read
 */
public record ReplySyntax(boolean bareLf, boolean glued, int maxLines, int maxOctets, Charset charset) {

    /** RFC 5321, section 4.2.1. */
    public static final ReplySyntax STRICT
            = new ReplySyntax(false, false, ReplyParser.MAX_LINES, ReplyParser.MAX_REPLY, StandardCharsets.UTF_8);

    /**
     * Every unambiguous reply, for a session whose caller reads each reply: up to ten thousand lines and 1 MiB.
     *
     * @param charset how the text is read
     */
    public static ReplySyntax tolerant(Charset charset) {
        return new ReplySyntax(true, true, 10_000, 1024 * 1024, charset);
    }
}
