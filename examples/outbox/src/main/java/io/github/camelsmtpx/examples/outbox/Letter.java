/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * A mail as JSON. An application writes {@code id}, {@code to}, {@code subject} and {@code text}.
 *
 * @param id      names the mail; a second mail with the same id is not sent
 * @param attempt counts attempts from 0
 * @param since   milliseconds since the epoch of the first attempt that failed; 0 if there was none
 * @param why     the fate of the last attempt, in the topics mails-later and mails-review
 */
record Letter(String id, String to, String subject, String text, int attempt, long since, String why) {

    private static final int MAX_ATTEMPT = 999_999_999;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    Letter {
        subject = subject == null ? "" : subject;
        text = text == null ? "" : text;
        why = why == null ? "" : why;
    }

    static Letter of(String id, String to, String subject, String text) {
        return new Letter(id, to, subject, text, 0, 0, "");
    }

    /** Reads a record; an {@link IllegalArgumentException} says why it is no letter. */
    static Letter parse(@Nullable String json) {
        try {
            Letter letter = json == null ? null : JSON.readValue(json, Letter.class);
            if (letter == null || letter.id == null || letter.id.isBlank() || letter.to == null || letter.attempt < 0
                    || letter.attempt > MAX_ATTEMPT) {
                throw new IllegalArgumentException("no id, no recipient, or an attempt out of range");
            }
            return letter;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** The next attempt, for the topic mails-later. */
    Letter next(String reason) {
        long first = since == 0 ? System.currentTimeMillis() : since;
        return new Letter(id, to, subject, text, attempt + 1, first, reason);
    }

    /** This attempt with its fate, for the topic mails-review. */
    Letter reviewed(String reason) {
        return new Letter(id, to, subject, text, attempt, since, reason);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
