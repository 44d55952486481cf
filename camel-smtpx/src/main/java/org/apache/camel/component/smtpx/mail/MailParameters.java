/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL. All are optional. Each is validated here, so that none can become a second parameter; an
 * invalid one throws {@link IllegalArgumentException}. A parameter is sent if the server offers its extension.
 * Immutable.
 *
 * @param verb          the command itself
 * @param size          octets of the message to declare (RFC 1870), -1 if not given
 * @param body          {@code null} to derive it from the message
 * @param dsnReturn     RET (RFC 3461)
 * @param transactionId TRANSID (RFC 1845): a mailbox, of which the display name and the angle brackets are removed;
 *                      printable US-ASCII, at most 78 characters
 * @param envelopeId    ENVID (RFC 3461), raw: printable US-ASCII and blanks, at most 100 octets when encoded
 * @param authSubmitter AUTH (RFC 4954), raw: a mailbox, or {@code <>} for an unknown one
 * @param verp          Postfix' XVERP: {@code null} off, empty as the server likes it, else its two delimiters, as
 *                      {@code +-}, or a word (Courier)
 * @param terms         when, how urgently and how securely the message is passed on
 * @param forwarded     the client that the message came from, sent in XFORWARD before MAIL (Postfix). The message is
 *                      not sent if the server does not accept XFORWARD with these attributes. {@code null} for none
 */
public record MailParameters(MailVerb verb, long size, @Nullable BodyType body, @Nullable DsnReturn dsnReturn,
        @Nullable String transactionId, @Nullable String envelopeId, @Nullable String authSubmitter, @Nullable String verp,
        DeliveryTerms terms, @Nullable ClientAttributes forwarded) {

    /** A plain MAIL. */
    public static final MailParameters NONE = new MailParameters(
            MailVerb.MAIL, -1, null, null, null, null, null, null, DeliveryTerms.NONE, null);

    private static final int MAX_TRANSACTION_ID = 78;
    private static final int MAX_ENVELOPE_ID = 100;
    private static final int MAX_VERP = 20;

    public MailParameters {
        if (size < -1) {
            throw new IllegalArgumentException("invalid size " + size + ": negative");
        }
        if (transactionId != null) {
            transactionId = checkedTransactionId(transactionId);
        }
        if (envelopeId != null) {
            checkEnvelopeId(envelopeId);
        }
        if (authSubmitter != null) {
            Address.exact(authSubmitter);
        }
        if (verp != null) {
            checkVerp(verp);
        }
    }

    /** RFC 1845 section 4.1 has a mailbox for the transaction; a word without a domain is common. */
    private static String checkedTransactionId(String id) {
        String mailbox;
        try {
            mailbox = Address.parse(id).toAscii().toString();
        } catch (InvalidAddressException e) {
            throw invalidTransactionId(id, e.reason());
        }
        boolean fits = !mailbox.isEmpty() && mailbox.length() <= MAX_TRANSACTION_ID
                && mailbox.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '<' && c != '>' && c != '=');
        if (!fits) {
            throw invalidTransactionId(
                    id, "not 1 to " + MAX_TRANSACTION_ID + " printable characters without blank, <, >, =");
        }
        return mailbox;
    }

    private static IllegalArgumentException invalidTransactionId(String id, String reason) {
        return new IllegalArgumentException("invalid transaction id " + Printable.quote(id) + ": " + reason);
    }

    private static void checkEnvelopeId(String id) {
        if (id.isEmpty() || !id.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("invalid envelope id " + Printable.quote(id) + ": not printable US-ASCII");
        }
        if (Xtext.encode(id).length() > MAX_ENVELOPE_ID) {
            throw new IllegalArgumentException(
                    "invalid envelope id " + Printable.quote(id) + ": over " + MAX_ENVELOPE_ID + " octets when encoded");
        }
    }

    private static void checkVerp(String verp) {
        boolean delimiters = verp.length() == 2
                && verp.chars().allMatch(c -> c > 0x20 && c < 0x7F && !DomainSyntax.isLetterOrDigit(c));
        boolean word = verp.length() <= MAX_VERP && verp.chars().allMatch(DomainSyntax::isLetterOrDigit);
        if (!delimiters && !word) {
            throw new IllegalArgumentException(
                    "invalid verp " + Printable.quote(verp) + ": not empty, two delimiters or a word");
        }
    }

    public MailParameters withVerb(MailVerb value) {
        return new MailParameters(
                value, size, body, dsnReturn, transactionId, envelopeId, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withSize(long value) {
        return new MailParameters(
                verb, value, body, dsnReturn, transactionId, envelopeId, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withBody(@Nullable BodyType value) {
        return new MailParameters(
                verb, size, value, dsnReturn, transactionId, envelopeId, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withDsnReturn(@Nullable DsnReturn value) {
        return new MailParameters(
                verb, size, body, value, transactionId, envelopeId, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withTransactionId(@Nullable String value) {
        return new MailParameters(
                verb, size, body, dsnReturn, value, envelopeId, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withEnvelopeId(@Nullable String value) {
        return new MailParameters(
                verb, size, body, dsnReturn, transactionId, value, authSubmitter, verp, terms, forwarded);
    }

    public MailParameters withAuthSubmitter(@Nullable String value) {
        return new MailParameters(
                verb, size, body, dsnReturn, transactionId, envelopeId, value, verp, terms, forwarded);
    }

    public MailParameters withVerp(@Nullable String value) {
        return new MailParameters(
                verb, size, body, dsnReturn, transactionId, envelopeId, authSubmitter, value, terms, forwarded);
    }

    public MailParameters withTerms(DeliveryTerms value) {
        return new MailParameters(
                verb, size, body, dsnReturn, transactionId, envelopeId, authSubmitter, verp, value, forwarded);
    }

    public MailParameters withForwarded(@Nullable ClientAttributes value) {
        return new MailParameters(
                verb, size, body, dsnReturn, transactionId, envelopeId, authSubmitter, verp, terms, value);
    }

    /** The value of the ENVID parameter, encoded; {@code null} if there is none. */
    public @Nullable String encodedEnvelopeId() {
        return envelopeId == null ? null : Xtext.encode(envelopeId);
    }

    /** The value of the AUTH parameter: {@code <>} or the mailbox, encoded; {@code null} if there is none. */
    public @Nullable String encodedAuthSubmitter() {
        if (authSubmitter == null) {
            return null;
        }
        Address address = Address.exact(authSubmitter);
        return address.isNull() ? "<>" : Xtext.encode(address.toString());
    }
}
