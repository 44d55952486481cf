/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.Reply;

/** Replies that are about the command itself. Pure functions. */
final class CommandReplies {

    private CommandReplies() {
    }

    /** RFC 5321, section 4.2.4: the command is unknown, not implemented or not expected here. */
    static boolean refuseCommand(Reply refusal) {
        return switch (refusal.code()) {
            case 500, 502, 503, 504 -> true;
            default -> false;
        };
    }
}
