/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;

import org.apache.camel.component.smtpx.protocol.EnhancedStatus;
import org.apache.camel.component.smtpx.protocol.Xtext;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery status notification says (RFC 3464): the answer to {@code dsnNotify} and {@code envelopeId}, which
 * comes as a mail. Camel converts a {@code MimeMessage}, a multipart, an {@code InputStream}, a {@code String} or a
 * {@code byte[]} to it.
 *
 * @param envelopeId   the envelope id that the message was sent with, or null
 * @param messageId    the Message-ID of the message, if the notification holds its header, or null
 * @param reportingMta the server that reports, without its type, or null
 * @param recipients   what became of each recipient that is reported; at least one
 */
public record DeliveryReport(@Nullable String envelopeId, @Nullable String messageId, @Nullable String reportingMta,
        List<RecipientReport> recipients) {

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a delivery status notification is about one recipient at least");
        }
    }

    /** What was done (RFC 3464, section 2.3.3). */
    public enum Action {
        /** It could not be delivered, and nobody tries any more. */
        FAILED,
        /** It could not be delivered yet; the server goes on trying. */
        DELAYED,
        /** It is in the mailbox. */
        DELIVERED,
        /** It went on to a server that sends no notifications: nothing more will be heard. */
        RELAYED,
        /** It is with the recipient's list or alias, and went on from there. */
        EXPANDED
    }

    /**
     * What became of one recipient.
     *
     * @param originalRecipient the address given as original recipient, without its type, or null
     * @param finalRecipient    the address that the reporting server had
     * @param action            what was done
     * @param status            why
     * @param diagnostic        what the last server said, without its type, or null
     * @param remoteMta         the server that said it, without its type, or null
     */
    public record RecipientReport(@Nullable String originalRecipient, String finalRecipient, Action action,
            EnhancedStatus status, @Nullable String diagnostic, @Nullable String remoteMta) {
    }

    /**
     * Whether it is about a message that was sent with this envelope id. Exim writes the id as it came over the wire,
     * which cannot always be told from one that looks like that.
     */
    public boolean concerns(String envelope) {
        return envelope.equals(envelopeId) || Xtext.encode(envelope).equals(envelopeId);
    }
}
