/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.dsn;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.apache.camel.component.smtpx.dsn.DeliveryReport;

/**
 * What a server says of one recipient of one mail (RFC 3464).
 *
 * @param mail   the envelope id that the mail was sent with, and the recipient as it was then
 * @param action delivered, delayed, failed, relayed, expanded or unknown
 * @param status an enhanced status code (RFC 3463), or unknown
 */
record Notification(Book.Mail mail, String action, String status) {

    /** One for each recipient of the report. */
    static List<Notification> of(DeliveryReport report) {
        String envelopeId = report.envelopeId() == null ? "" : report.envelopeId();
        return report.recipients().stream().map(recipient -> {
            String original = recipient.originalRecipient();
            return new Notification(
                    new Book.Mail(envelopeId, original == null ? String.valueOf(recipient.finalRecipient()) : original),
                    Objects.toString(recipient.action(), "unknown").toLowerCase(Locale.ROOT),
                    Objects.toString(recipient.status(), "unknown"));
        }).toList();
    }
}
