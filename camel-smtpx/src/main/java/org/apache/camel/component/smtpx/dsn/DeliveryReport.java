/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.util.List;

import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.jspecify.annotations.Nullable;

/**
 * A delivery status notification (RFC 3464, RFC 6533): the answer to {@code dsnNotify} and {@code envelopeId}, which
 * arrives as a mail. Camel converts a {@code MimeMessage}, a multipart, an {@code InputStream}, a {@code String} or a
 * {@code byte[]} to it. A field that the notification lacks, or that cannot be read, is null.
 *
 * @param envelopeId   the envelope id that the message was sent with, or null
 * @param messageId    the Message-ID of the message, if the notification holds its header, or null
 * @param reportingMta the server that reports, without its type, or null
 * @param recipients   the recipients that are reported; at least one
 */
public record DeliveryReport(@Nullable String envelopeId, @Nullable String messageId, @Nullable String reportingMta,
        List<RecipientReport> recipients) {

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a delivery status notification is about one recipient at least");
        }
    }

    /** The action of the reporting server (RFC 3464, section 2.3.3). */
    public enum Action {
        /** The message could not be delivered, and the server gave up. */
        FAILED,
        /** The message could not be delivered yet; the server goes on trying. */
        DELAYED,
        /** The message is in the mailbox. */
        DELIVERED,
        /** The message was relayed to a server that sends no notifications: no further one will arrive. */
        RELAYED,
        /** The message was delivered to the recipient's list or alias, and forwarded from there. */
        EXPANDED
    }

    /**
     * The report about one recipient. One of the two addresses is always there.
     *
     * @param originalRecipient the address given as original recipient, without its type, or null
     * @param finalRecipient    the address that the reporting server had, without its type, or null
     * @param action            what was done, or null if it is missing or none of the five
     * @param status            why, or null if it is missing or no status code
     * @param diagnostic        the reply of the last server, without its type, or null
     * @param remoteMta         the server that gave this reply, without its type, or null
     */
    public record RecipientReport(@Nullable String originalRecipient, @Nullable String finalRecipient, @Nullable Action action,
            @Nullable EnhancedStatus status, @Nullable String diagnostic, @Nullable String remoteMta) {

        public RecipientReport {
            if (originalRecipient == null && finalRecipient == null) {
                throw new IllegalArgumentException("a recipient has an original or a final address");
            }
        }
    }

    /**
     * Whether it is about a message that was sent with this envelope id. Exim writes the id as it came over the wire,
     * which cannot always be distinguished from an id that looks like that.
     */
    public boolean concerns(String envelope) {
        return envelope.equals(envelopeId) || Xtext.encode(envelope).equals(envelopeId);
    }
}
