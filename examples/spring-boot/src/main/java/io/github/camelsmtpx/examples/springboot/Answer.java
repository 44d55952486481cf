/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * What a client hears.
 *
 * @param error why nothing could be sent; null when there are outcomes
 */
record Answer(@Nullable String messageId, List<ToRecipient> recipients, @Nullable String error) {

    /** DELIVERED, REJECTED (for good), FAILED (try again) or UNKNOWN (may have arrived), and the reason. */
    record ToRecipient(String address, String outcome, String reply) {
    }

    /**
     * 200 when somebody has the mail, 422 when sending it again is useless, 503 when it is not, 504 when nobody knows.
     */
    static ResponseEntity<Answer> of(Exchange sent) {
        Outcome outcome = sent.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        Exception error = sent.getException();
        List<ToRecipient> recipients
                = outcome == null ? List.of() : outcome.results().stream().map(Answer::toRecipient).toList();
        String messageId = sent.getMessage().getHeader(SmtpxConstants.MESSAGE_ID, String.class);
        Answer answer = new Answer(messageId, recipients, outcome != null || error == null ? null : why(error));
        return ResponseEntity.status(status(outcome, error)).body(answer);
    }

    private static @Nullable String why(Exception error) {
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

    private static ToRecipient toRecipient(RecipientResult result) {
        return new ToRecipient(
                result.recipient().address().toString(), result.fate().name(),
                result.reply() != null ? result.reply().toString() : String.valueOf(result.detail()));
    }
}
