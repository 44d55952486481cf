/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * The body of an answer.
 *
 * @param recipients address, fate (DELIVERED, REJECTED, FAILED or UNKNOWN) and reason, as the component writes outcomes
 *                   as JSON
 * @param error      why nothing could be sent; null if there are outcomes
 */
record Answer(@Nullable String messageId, List<Map<String, Object>> recipients, @Nullable String error) {

    /**
     * 200 if a recipient has the mail, 422 if sending it again is useless, 503 if it is not, 504 if the outcome is not
     * known.
     *
     * @param malformed recipients that were left out
     */
    static ResponseEntity<Answer> of(Exchange sent, List<Map<String, Object>> malformed) {
        Outcome outcome = sent.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        Exception error = sent.getException();
        List<Map<String, Object>> recipients = new ArrayList<>();
        if (outcome != null) {
            outcome.results().forEach(result -> recipients.add(result.toMap()));
        }
        recipients.addAll(malformed);
        String messageId = sent.getMessage().getHeader(SmtpxConstants.MESSAGE_ID, String.class);
        return ResponseEntity.status(status(outcome, error))
                .body(new Answer(messageId, recipients, outcome != null || error == null ? null : reason(error)));
    }

    private static @Nullable String reason(Exception error) {
        return error.getCause() == null ? error.getMessage() : error.getCause().getMessage();
    }

    private static HttpStatus status(@Nullable Outcome outcome, @Nullable Exception error) {
        if (outcome instanceof Outcome.Unknown) {
            return HttpStatus.GATEWAY_TIMEOUT;
        }
        if (error == null) {
            return HttpStatus.OK;
        }
        return error instanceof SmtpxTransientException ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_CONTENT;
    }
}
