/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.jspecify.annotations.Nullable;

/** Writes an outcome to the exchange: headers always, and an exception if the message did not reach its recipients. */
final class ResultWriter {

    private static final int MAX_TEXT = 2000;
    private static final List<String> RESULTS = List.of(
            SmtpxConstants.OUTCOME, SmtpxConstants.REPLY_CODE, SmtpxConstants.REPLY_TEXT, SmtpxConstants.ENHANCED_STATUS,
            SmtpxConstants.DELIVERED, SmtpxConstants.REFUSED, SmtpxConstants.HOST, SmtpxConstants.MESSAGE_ID,
            SmtpxConstants.DROPPED, SmtpxConstants.WARNINGS, SmtpxConstants.RETRY_AFTER);

    private final boolean skipBad;
    private final boolean failOnPartial;

    ResultWriter(boolean skipBad, boolean failOnPartial) {
        this.skipBad = skipBad;
        this.failOnPartial = failOnPartial;
    }

    /** Removes the results of an earlier send, so that one that is refused here does not show them as its own. */
    static void clear(Message message) {
        if (message.hasHeaders()) {
            for (String result : RESULTS) {
                message.removeHeader(result);
            }
        }
    }

    /** Writes the outcome of an attempt that ended before anything was sent. */
    void write(Exchange exchange, Refusal refusal, Refusal.Cause cause) {
        Outcome outcome = refusal.outcome();
        headers(exchange.getMessage(), outcome, refusal.invalid());
        if (!refusal.missing()) {
            exchange.setException(exception(exchange, refusal.invalid(), outcome));
        } else if (outcome instanceof Outcome.Unknown) {
            exchange.setException(new SmtpxUnknownOutcomeException(cause.text(), exchange, outcome, cause.error()));
        } else if (cause.isPermanent()) {
            exchange.setException(new SmtpxPermanentException(cause.text(), exchange, outcome, cause.error()));
        } else {
            exchange.setException(new SmtpxTransientException(cause.text(), exchange, outcome, cause.error()));
        }
    }

    void write(Exchange exchange, SmtpxBinding.Mail mail, Outcome outcome) {
        Message message = exchange.getMessage();
        headers(message, outcome, mail.invalid());
        warnings(message, mail.warnings());
        exchange.setException(exception(exchange, mail.invalid(), outcome));
    }

    static void headers(Message message, Outcome outcome, Map<String, String> invalid) {
        List<RecipientResult> results = outcome.results();
        List<String> delivered = new ArrayList<>(results.size());
        Map<String, String> refused = invalid.isEmpty() ? Map.of() : new LinkedHashMap<>(invalid);
        for (int i = 0; i < results.size(); i++) {
            RecipientResult result = results.get(i);
            String address = result.recipient().address().toString();
            if (result.fate() == Fate.DELIVERED) {
                delivered.add(address);
            } else {
                refused = refused.isEmpty() ? new LinkedHashMap<>() : refused;
                refused.put(address, reason(result));
            }
        }
        message.setHeader(SmtpxConstants.OUTCOME, outcome);
        message.setHeader(SmtpxConstants.DELIVERED, delivered);
        message.setHeader(SmtpxConstants.REFUSED, refused);
        SendDetails via = outcome.via();
        message.setHeader(SmtpxConstants.HOST, via.server());
        message.setHeader(SmtpxConstants.DROPPED, via.dropped());
        Duration retryAfter = via.retryAfter();
        if (retryAfter == null) {
            message.removeHeader(SmtpxConstants.RETRY_AFTER);
        } else {
            message.setHeader(SmtpxConstants.RETRY_AFTER, retryAfter.toMillis());
        }
        reply(message, outcome.reply());
    }

    private static void warnings(Message message, List<String> warnings) {
        if (!warnings.isEmpty()) {
            message.setHeader(SmtpxConstants.WARNINGS, List.copyOf(warnings));
        }
    }

    /** The three headers of a reply; without a reply they are removed, so that no earlier value is left. */
    static void reply(Message message, @Nullable Reply reply) {
        if (reply == null) {
            message.removeHeader(SmtpxConstants.REPLY_CODE);
            message.removeHeader(SmtpxConstants.REPLY_TEXT);
            message.removeHeader(SmtpxConstants.ENHANCED_STATUS);
            return;
        }
        message.setHeader(SmtpxConstants.REPLY_CODE, reply.code());
        message.setHeader(SmtpxConstants.REPLY_TEXT, capped(reply.text()));
        if (reply.status() != null) {
            message.setHeader(SmtpxConstants.ENHANCED_STATUS, reply.status().toString());
        } else {
            message.removeHeader(SmtpxConstants.ENHANCED_STATUS);
        }
    }

    /** A reply may have 64 KiB; the header has a readable part of it. */
    private static String capped(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    private static String reason(RecipientResult result) {
        if (result.reply() != null) {
            return result.reply().toString();
        }
        return result.detail() == null ? result.fate().name() : result.detail();
    }

    private @Nullable SmtpxException exception(Exchange exchange, Map<String, String> invalid, Outcome outcome) {
        boolean refused = !outcome.refused().isEmpty();
        // Without skipBad only LMTP can refuse some recipients of a message that others have: behind its end.
        boolean partial = refused && !skipBad || failOnPartial && (refused || !invalid.isEmpty());
        if (outcome instanceof Outcome.Unknown) {
            return new SmtpxUnknownOutcomeException(FailureText.of(invalid, outcome), exchange, outcome, cause(outcome));
        }
        if (outcome instanceof Outcome.Delivered && !partial) {
            return null;
        }
        String text = FailureText.of(invalid, outcome);
        Throwable cause = cause(outcome);
        Duration retryAfter = outcome.via().retryAfter();
        if (!outcome.isTransient()) {
            return new SmtpxPermanentException(text, exchange, outcome, cause);
        }
        // The pause after a refused login is no limit of the server.
        return retryAfter == null || cause instanceof SmtpxLoginRefusedException
                ? new SmtpxTransientException(text, exchange, outcome, cause)
                : new SmtpxThrottledException(text, exchange, outcome, cause, retryAfter);
    }

    private static @Nullable Throwable cause(Outcome outcome) {
        return SmtpxSetupException.causeOf(outcome.failure(), outcome.reply());
    }
}
