/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.EsmtpParameter;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL and RCPT for one transaction, derived from the extensions offered before the first command.
 * With a {@link #refusal()} nothing is sent.
 *
 * @param refusal        why the message cannot be sent; null if it can
 * @param size           parameter SIZE of MAIL (RFC 1870); -1 for none
 * @param mailParameters the other parameters of MAIL, in order
 * @param utf8           whether SMTPUTF8 is in force (RFC 6531)
 * @param dsn            whether RCPT carries NOTIFY and ORCPT (RFC 3461)
 * @param dropped        requested parameters that are not offered and were dropped
 * @param asciiOnly      whether recipients that need SMTPUTF8 are rejected locally, since it is not offered
 */
record EsmtpParameters(@Nullable String refusal, long size, List<String> mailParameters, boolean utf8, boolean dsn,
        List<String> dropped, boolean asciiOnly) {

    static EsmtpParameters of(Capabilities offered, Envelope envelope, PreparedMessage content, SendPolicy policy) {
        return new Builder(offered, envelope, content, policy).build();
    }

    /** The reason for sending no RCPT to this recipient, or null. */
    @Nullable
    String refusal(Recipient recipient) {
        return asciiOnly && needsUtf8(recipient) ? missingUtf8(recipient.address().toString()) : null;
    }

    private static boolean needsUtf8(Recipient recipient) {
        return recipient.address().needsUtf8() && recipient.address().toAscii().needsUtf8();
    }

    private static String missingUtf8(String address) {
        return "the address " + Printable.line(address, 254) + " needs SMTPUTF8, which the server does not offer";
    }

    /** Parameters of RCPT for a recipient: NOTIFY and ORCPT where DSN is offered. */
    List<String> rcptParameters(Recipient recipient) {
        if (!dsn || recipient.notifyOn().isEmpty() && recipient.originalRecipient() == null) {
            return List.of();
        }
        List<String> parameters = new ArrayList<>(2);
        if (!recipient.notifyOn().isEmpty()) {
            parameters.add(EsmtpParameter.notifyOn(recipient.notifyOn()));
        }
        String original = recipient.encodedOriginalRecipient();
        if (original != null) {
            parameters.add(EsmtpParameter.originalRecipient(original));
        }
        return parameters;
    }

    private static final class Builder {
        private final Capabilities offered;
        private final Envelope envelope;
        private final MailParameters asked;
        private final PreparedMessage content;
        private final SendPolicy policy;
        private long size = -1;
        private List<String> parameters = List.of();
        private List<String> dropped = List.of();
        private @Nullable String refusal;
        private boolean asciiOnly;

        Builder(Capabilities offered, Envelope envelope, PreparedMessage content, SendPolicy policy) {
            this.offered = offered;
            this.envelope = envelope;
            this.asked = envelope.parameters();
            this.content = content;
            this.policy = policy;
        }

        /** Parameters in the order SIZE RET BODY TRANSID ENVID AUTH XVERP SMTPUTF8. */
        EsmtpParameters build() {
            size();
            boolean dsn = offered.dsn();
            if (asked.dsnReturn() != null && requireOffered(dsn, "RET", "DSN")) {
                add(EsmtpParameter.dsnReturn(asked.dsnReturn()));
            }
            body();
            if (asked.transactionId() != null && requireOffered(offered.checkpoint(), "TRANSID", "CHECKPOINT")) {
                add(EsmtpParameter.transactionId(asked.transactionId()));
            }
            String envelopeId = asked.encodedEnvelopeId();
            if (envelopeId != null && requireOffered(dsn, "ENVID", "DSN")) {
                add(EsmtpParameter.envelopeId(envelopeId));
            }
            String submitter = asked.encodedAuthSubmitter();
            if (submitter != null && requireOffered(offered.auth(), "AUTH", "AUTH")) {
                add(EsmtpParameter.auth(submitter));
            }
            if (asked.verp() != null && requireOffered(offered.xverp(), "XVERP", "XVERP")) {
                add(EsmtpParameter.verp(asked.verp()));
            }
            if (asksForNotices()) {
                requireOffered(dsn, "NOTIFY/ORCPT", "DSN");
            }
            boolean utf8 = internationalized();
            return new EsmtpParameters(refusal, size, parameters, utf8, dsn, dropped, asciiOnly);
        }

        private boolean asksForNotices() {
            for (Recipient recipient : envelope.recipients()) {
                if (!recipient.notifyOn().isEmpty() || recipient.originalRecipient() != null) {
                    return true;
                }
            }
            return false;
        }

        private void size() {
            long octets = asked.size() >= 0 ? asked.size() : content.declaredSize(SendPlanner.chunked(offered, policy));
            if (octets < 0) {
                return;
            }
            long limit = offered.maxSize();
            if (limit > 0 && octets > limit) {
                refuse("the message has " + octets + " octets, more than the server's SIZE limit of " + limit);
            }
            if (offered.size()) {
                size = octets;
            } else if (asked.size() >= 0) {
                requireOffered(false, "SIZE", "SIZE");
            }
        }

        private void body() {
            BodyType body = asked.body();
            if (content.binary()) {
                if (!offered.binaryMime() || !SendPlanner.chunked(offered, policy)) {
                    refuse("the message is binary and the server offers no BINARYMIME with CHUNKING");
                }
                add(EsmtpParameter.body(BodyType.BINARY_MIME));
            } else if (content.nul()) {
                refuse("the message holds NUL octets, which only bodyType=binarymime permits");
            } else if (body == BodyType.SEVEN_BIT) {
                if (content.scanned() && content.eightBit()) {
                    refuse("the message holds 8-bit octets but bodyType=7bit declares none");
                }
                if (offered.eightBitMime()) {
                    add(EsmtpParameter.body(BodyType.SEVEN_BIT));
                }
            } else if (content.eightBit() || body == BodyType.EIGHT_BIT_MIME) {
                if (offered.eightBitMime()) {
                    add(EsmtpParameter.body(BodyType.EIGHT_BIT_MIME));
                } else if (content.scanned() && content.eightBit()) {
                    refuse("the message holds 8-bit octets and the server offers no 8BITMIME");
                }
            }
        }

        private boolean internationalized() {
            String culprit = envelope.sender().toAscii().needsUtf8()
                    ? envelope.sender().toString() : content.adaptable() == null ? null : content.adaptable().utf8Address();
            boolean all = culprit != null;
            boolean asciiRecipient = false;
            for (Recipient recipient : envelope.recipients()) {
                if (!needsUtf8(recipient)) {
                    asciiRecipient = true;
                } else if (culprit == null) {
                    culprit = recipient.address().toString();
                }
            }
            if (culprit == null) {
                return false;
            }
            if (!offered.smtpUtf8() && !all && asciiRecipient && policy.skipBad()) {
                asciiOnly = true;
                return false;
            }
            if (!offered.smtpUtf8()) {
                refuse(missingUtf8(culprit));
            }
            add(EsmtpParameter.SMTPUTF8);
            return true;
        }

        private boolean requireOffered(boolean available, String parameter, String extension) {
            if (!available) {
                if (policy.failUnsupported()) {
                    refuse(parameter + " was requested and the server does not offer " + extension);
                }
                dropped = with(dropped, parameter);
            }
            return available;
        }

        private void add(String parameter) {
            parameters = with(parameters, parameter);
        }

        /** Most mail has neither; a list is created for the first element. */
        private static List<String> with(List<String> list, String another) {
            List<String> longer = list.isEmpty() ? new ArrayList<>(4) : list;
            longer.add(another);
            return longer;
        }

        private void refuse(String why) {
            if (refusal == null) {
                refusal = why;
            }
        }
    }
}
