/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * The result of an attempt that was refused before anything was sent.
 *
 * @param outcome the outcome of all attempts together
 * @param invalid recipients that are no addresses, with the reason
 * @param missing whether there was anything to send
 */
record Refusal(Outcome outcome, Map<String, String> invalid, boolean missing) {

    /**
     * Why nothing was sent.
     *
     * @param error what was thrown
     * @param via   the server that it would have been sent to
     */
    record Cause(Throwable error, SendDetails via) {

        /** Invalid input is permanent; a source that cannot be read now may be readable later. */
        boolean isPermanent() {
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException) {
                    return cause instanceof CharacterCodingException;
                }
            }
            return error instanceof IllegalArgumentException || error instanceof CamelExchangeException
                    || error instanceof jakarta.mail.MessagingException;
        }

        String text() {
            return String.valueOf(error.getMessage());
        }

        RecipientResult result(Recipient recipient) {
            return isPermanent()
                    ? RecipientResult.rejected(recipient, Stage.LOCAL, text())
                    : RecipientResult.failed(recipient, Stage.LOCAL, text());
        }

        Outcome outcome(List<RecipientResult> results) {
            Failure.Kind kind = isPermanent() ? Failure.Kind.REFUSED_HERE : Failure.Kind.SOURCE;
            return Outcome.of(results, Stage.LOCAL, null, new Failure(kind, text(), error), via);
        }
    }
}
