/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.Arrays;
import java.util.List;

/**
 * Sender, recipients and parameters of one mail transaction, independent of a server.
 *
 * @param sender     may be {@link Address#NULL}
 * @param recipients at least one, immutable; the same address twice is two recipients
 */
public record Envelope(Address sender, List<Recipient> recipients, MailParameters parameters) {

    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has at least one recipient");
        }
        // As for recipients: a domain without an ASCII form is refused here.
        sender.toAscii();
    }

    /**
     * An envelope of texts, with plain MAIL and RCPT.
     *
     * @param  sender                  the reverse path, read by {@link Address#parse}; {@code <>} for the null reverse
     *                                 path (RFC 5321, section 4.5.5)
     * @param  recipients              at least one, each read by {@link Address#parse}
     * @throws InvalidAddressException if a text is no mailbox
     */
    public static Envelope of(String sender, String... recipients) {
        return of(Address.parse(sender), Arrays.stream(recipients).map(Recipient::of).toList());
    }

    /** An envelope with plain MAIL and RCPT. */
    public static Envelope of(Address sender, List<Recipient> recipients) {
        return new Envelope(sender, recipients, MailParameters.NONE);
    }

    /** The same for some of the recipients. */
    public Envelope withRecipients(List<Recipient> others) {
        return new Envelope(sender, others, parameters);
    }
}
