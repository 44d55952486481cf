/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.internal.wire.EsmtpParameter;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DeliverBy;
import org.apache.camel.component.smtpx.mail.DeliveryTerms;
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
 * @param prdr           whether a reply for each recipient is requested (PRDR)
 * @param unsendable     recipients that this server cannot be sent, with the reason, while the others can; usually
 *                       empty
 */
record EsmtpParameters(@Nullable String refusal, long size, List<String> mailParameters, boolean utf8, boolean dsn,
        List<String> dropped, boolean prdr, Map<Recipient, String> unsendable) {

    /**
     * Derives the parameters.
     *
     * @param secure whether the connection uses TLS
     */
    static EsmtpParameters of(
            Capabilities offered, boolean secure, Envelope envelope, PreparedMessage content, SendPolicy policy) {
        return new Builder(offered, secure, envelope, content, policy).build();
    }

    /** The reason for sending no RCPT to this recipient, or null. */
    @Nullable
    String refusal(Recipient recipient) {
        return unsendable.isEmpty() ? null : unsendable.get(recipient);
    }

    private static boolean needsUtf8(Recipient recipient) {
        return recipient.address().needsUtf8() && recipient.address().toAscii().needsUtf8();
    }

    private static String missingUtf8(String address) {
        return "the address " + Printable.line(address, 254) + " needs SMTPUTF8, which the server does not offer";
    }

    /** Parameters of RCPT for a recipient: NOTIFY and ORCPT where DSN is offered, and RRVS. */
    List<String> rcptParameters(Recipient recipient) {
        return OfferedParameters.ofRcpt(
                dsn ? recipient.notifyOn() : Set.of(), dsn ? recipient.encodedOriginalRecipient() : null,
                recipient.validSince());
    }

    private static final class Builder {
        private final Capabilities offered;
        private final boolean secure;
        private final Envelope envelope;
        private final MailParameters asked;
        private final PreparedMessage content;
        private final SendPolicy policy;
        private long size = -1;
        private List<String> parameters = List.of();
        private List<String> dropped = List.of();
        private @Nullable String refusal;
        private Map<Recipient, String> unsendable = Map.of();

        Builder(Capabilities offered, boolean secure, Envelope envelope, PreparedMessage content, SendPolicy policy) {
            this.offered = offered;
            this.secure = secure;
            this.envelope = envelope;
            this.asked = envelope.parameters();
            this.content = content;
            this.policy = policy;
        }

        /** Parameters in the order SIZE RET BODY TRANSID ENVID AUTH XVERP PRDR, {@link DeliveryTerms}, SMTPUTF8. */
        EsmtpParameters build() {
            size();
            limits();
            forwarded();
            parameters
                    = OfferedParameters.ofMail(asked, body(), asked.encodedEnvelopeId(), asked.encodedAuthSubmitter(), offered,
                            (parameter, extension) -> requireOffered(false, parameter, extension));
            boolean prdr = offered.prdr() && perRecipient();
            if (prdr) {
                add(EsmtpParameter.PRDR);
            }
            boolean dsn = offered.dsn();
            terms(asked.terms());
            if (asksForNotices()) {
                requireOffered(dsn, "NOTIFY/ORCPT", "DSN");
            }
            boolean utf8 = recipients(messageNeedsUtf8());
            return new EsmtpParameters(refusal, size, parameters, utf8, dsn, dropped, prdr, unsendable);
        }

        /** Without skipBad the single reply of SMTP decides for all recipients, as it should. */
        private boolean perRecipient() {
            return policy.skipBad() && !policy.lmtp() && envelope.recipients().size() > 1;
        }

        private boolean asksForNotices() {
            for (Recipient recipient : envelope.recipients()) {
                if (!recipient.notifyOn().isEmpty() || recipient.originalRecipient() != null) {
                    return true;
                }
            }
            return false;
        }

        /** A message to all or none, which the server limits (RFC 9422), would be sent to none. */
        private void limits() {
            if (policy.skipBad()) {
                return; // the pool sends it in several transactions
            }
            List<Recipient> all = envelope.recipients();
            int most = offered.maxRecipients();
            if (most > 0 && all.size() > most) {
                refuse("the server accepts " + most + " recipients per message, " + all.size()
                       + " are to get it, and skipBad=false sends it to all or none");
            }
            int domains = offered.maxRecipientDomains();
            if (domains > 0 && new RecipientDomains(domains).areTooMany(all)) {
                refuse("the server accepts " + domains
                       + " domains of recipients on a connection, and skipBad=false sends the message to all or none");
            }
        }

        private void forwarded() {
            String reason = asked.forwarded() == null ? null : offered.refusalOf(asked.forwarded(), "XFORWARD");
            if (reason != null) {
                refuse(reason);
            }
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

        /** The body type to declare; null for none. */
        private @Nullable BodyType body() {
            BodyType body = asked.body();
            if (content.binary()) {
                if (!offered.binaryMime() || !SendPlanner.chunked(offered, policy)) {
                    refuse("the message is binary and the server offers no BINARYMIME with CHUNKING");
                }
                return BodyType.BINARY_MIME;
            } else if (content.nul()) {
                refuse("the message holds NUL octets, which only bodyType=binarymime permits");
            } else if (body == BodyType.SEVEN_BIT) {
                if (content.scanned() && content.eightBit()) {
                    refuse("the message holds 8-bit octets but bodyType=7bit declares none");
                }
                return offered.eightBitMime() ? body : null;
            } else if (content.eightBit() || body == BodyType.EIGHT_BIT_MIME) {
                if (offered.eightBitMime()) {
                    return BodyType.EIGHT_BIT_MIME;
                }
                if (content.scanned() && content.eightBit()) {
                    refuse("the message holds 8-bit octets and the server offers no 8BITMIME");
                }
            }
            return null;
        }

        private void terms(DeliveryTerms terms) {
            if (terms.requireTls()) {
                if (!secure || !offered.offers("REQUIRETLS")) {
                    refuse("REQUIRETLS was requested and the server does not offer it" + (secure ? "" : " without TLS"));
                }
                add(EsmtpParameter.REQUIRETLS);
            }
            if (terms.deliverBy() != null) {
                deliverBy(terms.deliverBy());
            }
            if (terms.holdFor() != null || terms.holdUntil() != null) {
                hold(terms);
            }
            if (terms.priority() != null && requireOffered(offered.offers("MT-PRIORITY"), "MT-PRIORITY", "MT-PRIORITY")) {
                add(EsmtpParameter.priority(terms.priority()));
            }
        }

        /**
         * RFC 2852, section 4: a message to be returned when it is late may not pass servers that do not know of it.
         */
        private void deliverBy(DeliverBy by) {
            boolean returned = by.mode() == DeliverBy.Mode.RETURN;
            String minimum = offered.parameters("DELIVERBY");
            if (minimum == null && returned) {
                refuse("BY=" + by + " was requested and the server does not offer DELIVERBY");
            } else if (minimum != null && returned && by.seconds() < Capabilities.number(minimum)) {
                refuse("BY=" + by + " was requested and the server takes at least " + minimum + " seconds");
            }
            if (requireOffered(minimum != null, "BY", "DELIVERBY")) {
                add(EsmtpParameter.deliverBy(by));
            }
        }

        /** RFC 4865, section 4: a message that is to be held back may not be sent without. */
        private void hold(DeliveryTerms terms) {
            String limits = offered.parameters("FUTURERELEASE");
            Duration time = terms.holdFor();
            String parameter = time != null
                    ? EsmtpParameter.holdFor(time) : EsmtpParameter.holdUntil(Objects.requireNonNull(terms.holdUntil()));
            if (limits == null) {
                refuse(parameter + " was requested and the server does not offer FUTURERELEASE");
                return;
            }
            String[] most = limits.split(" ", 2);
            long seconds = Capabilities.number(most[0]);
            if (time != null && seconds > 0 && time.toSeconds() > seconds) {
                refuse(parameter + " was requested and the server holds messages back for at most " + seconds + " seconds");
            } else if (time == null && most.length > 1 && isAfter(terms.holdUntil(), most[1].strip())) {
                refuse(parameter + " was requested and the server holds messages back until " + most[1].strip());
            }
            add(parameter);
        }

        private static boolean isAfter(@Nullable Instant time, String limit) {
            try {
                return time != null && time.isAfter(OffsetDateTime.parse(limit).toInstant());
            } catch (DateTimeParseException e) {
                return false; // no limit that can be read: the server decides
            }
        }

        /** The address of sender or header that needs SMTPUTF8, or null. */
        private @Nullable String messageNeedsUtf8() {
            if (envelope.sender().toAscii().needsUtf8()) {
                return envelope.sender().toString();
            }
            return content.adaptable() == null ? null : content.adaptable().utf8Address();
        }

        /**
         * Finds the recipients that need what the server does not offer: with skipBad the others are sent without them.
         *
         * @param  utf8Address an address of the message, not of a recipient, that needs SMTPUTF8
         * @return             whether SMTPUTF8 is in force
         */
        private boolean recipients(@Nullable String utf8Address) {
            boolean utf8 = utf8Address != null;
            if (utf8Address != null && !offered.smtpUtf8()) {
                refuse(missingUtf8(utf8Address));
            }
            List<Recipient> all = envelope.recipients();
            int found = 0;
            for (Recipient recipient : all) {
                boolean own = needsUtf8(recipient);
                utf8 |= own && offered.smtpUtf8();
                String reason = own && !offered.smtpUtf8() ? missingUtf8(recipient.address().toString()) : fault(recipient);
                if (reason != null) {
                    found++;
                    unsendable = with(unsendable, recipient, reason);
                }
            }
            if (found > 0 && (found == all.size() || !policy.skipBad())) {
                refuse(unsendable.values().iterator().next());
            }
            if (utf8) {
                add(EsmtpParameter.SMTPUTF8);
            }
            return utf8;
        }

        private @Nullable String fault(Recipient recipient) {
            return recipient.validSince() == null || offered.offers("RRVS")
                    ? null
                    : "RRVS was requested for " + Printable.line(recipient.address().toString(), 254)
                      + " and the server does not offer it";
        }

        private static Map<Recipient, String> with(Map<Recipient, String> map, Recipient recipient, String reason) {
            Map<Recipient, String> larger = map.isEmpty() ? new HashMap<>() : map;
            larger.putIfAbsent(recipient, reason);
            return larger;
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
