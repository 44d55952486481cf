/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * A mail as JSON. An application writes {@code id}, which is the same for no other mail, {@code to}, {@code subject}
 * and {@code text}; {@code attempt} counts from 0, {@code since} is the time of the first attempt that was not
 * delivered (milliseconds of the epoch, or 0), and {@code why} the fate of the last attempt.
 */
record Letter(String id, String to, String subject, String text, int attempt, long since, String why) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    Letter {
        subject = Objects.requireNonNullElse(subject, "");
        text = Objects.requireNonNullElse(text, "");
        why = Objects.requireNonNullElse(why, "");
    }

    /** Reads a record; an {@link IllegalArgumentException} says why it is no letter. */
    static Letter parse(@Nullable String json) {
        try {
            Letter letter = JSON.readValue(String.valueOf(json), Letter.class);
            if (letter == null || letter.id == null || letter.id.isBlank() || letter.to == null
                    || letter.attempt < 0 || letter.attempt > 999_999_999) {
                throw new IllegalArgumentException("no id, no recipient, or an attempt out of range");
            }
            return letter;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    static Letter of(String id, String to, String subject, String text) {
        return new Letter(id, to, subject, text, 0, 0, "");
    }

    /** This letter at an attempt, with the fate of the last one. */
    Letter attempt(int number, String reason) {
        return new Letter(id, to, subject, text, number, since == 0 ? System.currentTimeMillis() : since, reason);
    }

    String json() {
        return JSON.valueToTree(this).toString();
    }
}
