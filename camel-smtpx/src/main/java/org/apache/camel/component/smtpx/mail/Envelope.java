/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.Arrays;
import java.util.List;

/**
 * Sender, recipients and parameters of one mail transaction (RFC 5321, section 3.3), independent of a server and of the
 * header of the message. Immutable.
 *
 * @param sender     the reverse path; may be {@link Address#NULL}
 * @param recipients at least one, immutable; the same address twice is two recipients
 * @param parameters of MAIL, such as RET, ENVID and BODY
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

    /**
     * The same with parameters of MAIL, such as the envelope id or the submitter.
     *
     * @param asked as {@code MailParameters.NONE.withEnvelopeId("…")}
     */
    public Envelope withParameters(MailParameters asked) {
        return new Envelope(sender, recipients, asked);
    }

    /** The same for some of the recipients. */
    public Envelope withRecipients(List<Recipient> others) {
        return new Envelope(sender, others, parameters);
    }
}
