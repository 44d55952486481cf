/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

/**
 * A mail in the log, as JSON.
 *
 * @param id       the same in every attempt
 * @param attempts before this one
 * @param after    the token of an attempt of unknown outcome that this one repeats on purpose; empty for none
 * @param why      what became of it, in the topics later and review; empty elsewhere
 */
record Letter(String id, String to, String subject, String text, int attempts, String after, String why) {

    static final String UNKNOWN = "UNKNOWN";

    /** The topics. */
    static final String MAILS = "mails";
    static final String LATER = "mails-later";
    static final String REVIEW = "mails-review";
    static final String SENT = "mails-sent";

    static Letter of(String id, String to, String subject, String text) {
        return new Letter(id, to, subject, text, 0, "", "");
    }

    /** For the topic of those that are tried again later. */
    Letter failed(String reason) {
        return new Letter(id, to, subject, text, attempts + 1, after, reason);
    }

    /**
     * For the topic of those that somebody has to look at.
     *
     * @param token of the attempt
     */
    Letter reviewed(String fate, String token, String reason) {
        return new Letter(id, to, subject, text, attempts + 1, token, fate + " " + reason);
    }

    /** Once more. {@link #after} stays: only that attempt is repeated. */
    Letter again() {
        return new Letter(id, to, subject, text, attempts, after, "");
    }

    boolean isUnknown() {
        return why.startsWith(UNKNOWN);
    }
}
