/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Who lives behind the embedded server, and whom it turns away. */
final class Mailboxes {

    static final String SENDER = "quickstart@example.com";

    /** One who takes mail, one who has left, one whose mailbox is full. */
    static final List<String> FOR_FILES = List.of("ada@example.org", "gone@example.org", "full@example.org");

    static final List<String> TO = List.of("grace@example.org", "gone@example.org");

    static final List<String> CC = List.of("edsger@example.org");

    static final List<String> FOR_DRAFTS = Stream.concat(TO.stream(), CC.stream()).toList();

    private Mailboxes() {
    }

    /** The reply with which RCPT TO this address is refused, or null when it is taken. */
    static @Nullable Refusal refusal(String address) {
        return switch (address.substring(0, Math.max(0, address.lastIndexOf('@')))) {
            case "gone" -> new Refusal(550, "5.1.1 No such mailbox here");
            case "full" -> new Refusal(452, "4.2.2 Mailbox full, try again tomorrow");
            default -> null;
        };
    }

    /** An SMTP reply code and the text behind it. */
    record Refusal(int code, String text) {

        @Override
        public String toString() {
            return code + " " + text;
        }
    }
}
