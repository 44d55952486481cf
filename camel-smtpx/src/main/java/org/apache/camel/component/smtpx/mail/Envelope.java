/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.List;

/**
 * Who sends to whom, and how: one mail transaction before a server is known.
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

    /** An envelope with nothing special. */
    public static Envelope of(Address sender, List<Recipient> recipients) {
        return new Envelope(sender, recipients, MailParameters.NONE);
    }

    /** The same for some of the recipients. */
    public Envelope withRecipients(List<Recipient> others) {
        return new Envelope(sender, others, parameters);
    }
}
