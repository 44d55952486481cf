/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The syntax of header fields, as far as it decides where encoded-words are allowed: in unstructured text, in phrases
 * and in comments, and nowhere else (RFC 2047, section 5).
 */
enum FieldSyntax {
    /** Text (RFC 5322, section 3.2.5); every field that is not in the table (section 3.6.8). */
    UNSTRUCTURED,
    /** Phrases with commas between them (RFC 5322, section 3.6.5). */
    PHRASES,
    /** Mailboxes (RFC 5322, section 3.4). */
    MAILBOXES,
    /** A phrase and an identifier in angle brackets (RFC 2919). */
    LIST_ID,
    /** URIs in angle brackets, with commas between them (RFC 2369, RFC 5064). */
    URIS,
    /** One URI without brackets, such as Content-Location (RFC 2557). */
    URI,
    /** Message identifiers (RFC 5322, section 3.6.4). */
    MESSAGE_IDS,
    /** Words of a protocol in US-ASCII. */
    TOKENS;

    private static final Map<String, FieldSyntax> TABLE = new HashMap<>();

    static {
        put(PHRASES, "Keywords");
        put(MAILBOXES, "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Disposition-Notification-To", "Return-Receipt-To",
                "Errors-To", "Mail-Followup-To", "Mail-Reply-To", "X-Confirm-Reading-To");
        put(LIST_ID, "List-Id");
        put(URIS, "List-Unsubscribe", "List-Subscribe", "List-Post", "List-Help", "List-Owner", "List-Archive", "Archived-At");
        put(URI, "Content-Location", "Content-Base");
        put(MESSAGE_IDS, "Message-ID", "In-Reply-To", "References", "Supersedes", "Obsoletes", "Original-Message-ID",
                "Content-ID");
        put(TOKENS, "Date", "MIME-Version", "Importance", "Priority", "Precedence", "Sensitivity", "Auto-Submitted",
                "List-Unsubscribe-Post", "Content-Language", "Content-Duration", "Content-MD5", "Expires", "Expiry-Date",
                "Reply-By", "Deferred-Delivery", "MT-Priority", "Require-Recipient-Valid-Since", "TLS-Required", "X-Priority",
                "X-MSMail-Priority", "X-Auto-Response-Suppress", "Feedback-ID", "Disposition-Notification-Options");
    }

    private static void put(FieldSyntax syntax, String... names) {
        for (String name : names) {
            TABLE.put(name.toLowerCase(Locale.ROOT), syntax);
        }
    }

    /** The syntax of the field of this name, in any case. */
    static FieldSyntax of(String name) {
        return TABLE.getOrDefault(name.toLowerCase(Locale.ROOT), UNSTRUCTURED);
    }
}
