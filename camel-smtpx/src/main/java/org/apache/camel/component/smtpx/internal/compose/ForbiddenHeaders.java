/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The exchange headers that never become a header field by way of a filter strategy, whatever the strategy says: those
 * that the composer writes itself, those of MIME, those that relays and receivers write, and Camel's own.
 */
final class ForbiddenHeaders {
    private static final Set<String> NAMES = Set.of("from", "to", "cc", "bcc", "subject", "reply-to", "message-id", "date",
            "mime-version", "received", "received-spf", "return-path", "delivered-to", "envelope-to", "apparently-to",
            "dkim-signature",
            "domainkey-signature", "authentication-results");
    private static final List<String> PREFIXES = List.of("camel", "org.apache.camel.", "resent-", "arc-", "content-");

    private ForbiddenHeaders() {
    }

    static boolean contains(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("content-language")) {
            return false;
        }
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
