/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.dialogue.OfferedParameters;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.EsmtpParameter;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL for {@link SmtpSession#mail(String, MailOptions)}. Immutable. Every value is validated when it
 * is set, so that none can become a second parameter; an invalid one throws {@link IllegalArgumentException}.
 */
public final class MailOptions {

    /** No parameters. */
    public static final MailOptions NONE = new MailOptions(MailParameters.NONE, null, null, false);

    private static final int MAX_ENVELOPE_ID = 100;

    private final MailParameters common;
    private final @Nullable String envelopeId;
    private final @Nullable String submitter;
    private final boolean smtpUtf8;

    private MailOptions(MailParameters common, @Nullable String envelopeId, @Nullable String submitter, boolean smtpUtf8) {
        this.common = common;
        this.envelopeId = envelopeId;
        this.submitter = submitter;
        this.smtpUtf8 = smtpUtf8;
    }

    private MailOptions with(MailParameters parameters) {
        return new MailOptions(parameters, envelopeId, submitter, smtpUtf8);
    }

    /** SIZE (RFC 1870): octets of the message. Net::SMTP: {@code Size}. */
    public MailOptions size(long octets) {
        return with(common.withSize(octets));
    }

    /** RET (RFC 3461). Net::SMTP: {@code Return}. */
    public MailOptions dsnReturn(DsnReturn value) {
        return with(common.withDsnReturn(value));
    }

    /**
     * BODY (RFC 6152, RFC 3030): the kind of octets of the message. Without it the message must be US-ASCII. A
     * {@link BodyType#BINARY_MIME} message is sent with {@code bdat}. Net::SMTP: {@code Bits}.
     */
    public MailOptions body(BodyType value) {
        return with(common.withBody(value));
    }

    /** TRANSID (RFC 1845): a mailbox, without its display name and angle brackets. Net::SMTP: {@code Transaction}. */
    public MailOptions transactionId(String id) {
        return with(common.withTransactionId(id));
    }

    /**
     * ENVID (RFC 3461) in plain text, which is encoded here, at most 100 octets when encoded; empty for none.
     * Net::SMTP: {@code Envelope}.
     */
    public MailOptions envelope(String id) {
        return id.isEmpty() ? this : withEnvelopeId(Xtext.encode(id));
    }

    /** ENVID in encoded form, at most 100 octets. Net::SMTP: {@code ENVID}. */
    public MailOptions envid(String encoded) {
        if (encoded.isEmpty() || !encoded.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("invalid ENVID " + Printable.quote(encoded) + ": not printable without blanks");
        }
        return withEnvelopeId(encoded);
    }

    private MailOptions withEnvelopeId(String encoded) {
        if (envelopeId != null) {
            throw new IllegalArgumentException("two envelope ids: " + Printable.quote(encoded));
        }
        if (encoded.length() > MAX_ENVELOPE_ID) {
            throw new IllegalArgumentException(
                    "invalid envelope id " + Printable.quote(encoded) + ": over "
                                               + MAX_ENVELOPE_ID + " octets when encoded");
        }
        return new MailOptions(common, encoded, submitter, smtpUtf8);
    }

    /** AUTH (RFC 4954): the submitter of the message, as xtext, or {@code <>}. Net::SMTP: {@code AUTH}. */
    public MailOptions auth(String encoded) {
        if (!encoded.equals("<>")) {
            Address.exact(Xtext.decode(encoded));
        }
        return new MailOptions(common, envelopeId, encoded, smtpUtf8);
    }

    /** XVERP (Postfix). Net::SMTP: {@code XVERP}. */
    public MailOptions xverp(boolean on) {
        return with(common.withVerp(on ? "" : null));
    }

    /**
     * SMTPUTF8 (RFC 6531): a later recipient, or a header, is not US-ASCII. It is always requested for a sender that
     * needs it. Net::SMTP has no such option.
     */
    public MailOptions smtpUtf8(boolean on) {
        return new MailOptions(common, envelopeId, submitter, on);
    }

    @Nullable
    BodyType body() {
        return common.body();
    }

    boolean smtpUtf8() {
        return smtpUtf8;
    }

    /**
     * The parameters for a server, in the order SIZE RET BODY TRANSID ENVID AUTH XVERP SMTPUTF8.
     *
     * @param  missing             receives the extensions that are not offered and whose parameters are left out
     * @throws NotOfferedException if the message could be damaged without an extension
     */
    List<String> parameters(Capabilities offered, boolean utf8, List<String> missing) throws NotOfferedException {
        List<String> out = new ArrayList<>(4);
        if (common.size() >= 0 && offered.size()) {
            out.add(EsmtpParameter.size(common.size()));
        } else if (common.size() >= 0) {
            missing.add("SIZE");
        }
        out.addAll(OfferedParameters.ofMail(common, body(offered, missing), envelopeId, submitter, offered,
                (parameter, extension) -> missing.add(extension)));
        if (utf8) {
            require(offered.smtpUtf8(), "SMTPUTF8");
            out.add(EsmtpParameter.SMTPUTF8);
        }
        return out;
    }

    /** The body type to declare; null for none. */
    private @Nullable BodyType body(Capabilities offered, List<String> missing) throws NotOfferedException {
        BodyType body = common.body();
        if (body == BodyType.EIGHT_BIT_MIME) {
            require(offered.eightBitMime(), "8BITMIME");
        } else if (body == BodyType.BINARY_MIME) {
            require(offered.binaryMime(), "BINARYMIME");
            require(offered.chunking(), "CHUNKING");
        } else if (body != null && !offered.eightBitMime() && !offered.binaryMime()) {
            missing.add("8BITMIME");
            return null;
        }
        return body;
    }

    private static void require(boolean offered, String extension) throws NotOfferedException {
        if (!offered) {
            throw new NotOfferedException(extension);
        }
    }
}
