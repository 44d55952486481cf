/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.smtpx.internal.compose.MessageIdentity;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send, and what earlier attempts to send the same mail achieved. Two attempts of an exchange send the
 * same mail when place in the route, endpoint, envelope and content are the same and the earlier one failed. An
 * exchange property carries the failed mails from attempt to attempt; a mail that was sent without an exception leaves
 * nothing.
 * <p>
 * Not thread-safe: the threads that use it hand the exchange over to each other.
 */
final class RedeliveryState {

    private static final String PROPERTY = "CamelSmtpxFailedMails";
    /**
     * Failed mails that an exchange carries at most, as in a loop that continues after failures; the oldest go first.
     */
    private static final int MAX_MAILS = 100;

    private final Exchange exchange;
    private final FailedMail.Place place;
    private final Options options;
    private @Nullable FailedMail earlier;
    private @Nullable Fresh fresh;

    /**
     * What an endpoint wants of a redelivery.
     *
     * @param skipBad      whether each recipient counts for itself
     * @param retryUnknown whether recipients that are UNKNOWN are sent to again
     */
    record Options(boolean skipBad, boolean retryUnknown) {
    }

    /** What identifies the mail of this attempt. */
    private record Fresh(Envelope envelope, Map<String, String> invalid, ContentFingerprint.Content content,
            @Nullable MessageIdentity identity) {
    }

    RedeliveryState(Exchange exchange, SmtpxEndpoint endpoint, Options options) {
        this.exchange = exchange;
        this.place = new FailedMail.Place(exchange.getExchangeExtension().getHistoryNodeId(), endpoint);
        this.options = options;
    }

    /**
     * Looks for the mail among those that failed. Costs nothing when none did.
     *
     * @param  made        Message-ID and date made for it; null if it has its own
     * @return             Message-ID and date of the attempts before this one; null to use those made
     * @throws IOException if the content cannot be read
     */
    @Nullable
    MessageIdentity identify(
            Envelope envelope, Map<String, String> invalid, ContentFingerprint.Content content, @Nullable MessageIdentity made)
            throws IOException {
        fresh = new Fresh(envelope, invalid, content, made);
        List<FailedMail> failed = mailsHere();
        if (failed.isEmpty()) {
            return null;
        }
        ContentFingerprint fingerprint = ContentFingerprint.of(content);
        for (FailedMail mail : failed) {
            if (mail.isFor(envelope, invalid, fingerprint) && mail.begin(exchange)) {
                earlier = mail;
                return mail.identity();
            }
        }
        return null;
    }

    /**
     * Finds the mail of an attempt whose message cannot be read. Then it is the same mail only if Camel redelivers the
     * body that failed right before, or if its body is the same stream.
     */
    private void identifyUnreadable() {
        if (earlier != null) {
            return;
        }
        Object body = exchange.getMessage().getBody();
        Integer redeliveries = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
        Object caught = redeliveries == null || redeliveries == 0
                ? null : exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        for (FailedMail mail : mailsHere()) {
            if (mail.hasBody(body) && (mail.endedWith(caught) || RawBody.isReadOnce(body)) && mail.begin(exchange)) {
                earlier = mail;
                return;
            }
        }
    }

    /** The envelope of the recipients that this attempt sends to; null if there are none. */
    @Nullable
    Envelope toSend(Envelope envelope) {
        if (earlier == null) {
            return envelope;
        }
        List<Recipient> missing = missing(earlier);
        return missing.isEmpty() ? null : envelope.withRecipients(missing);
    }

    /**
     * Without skipBad the mail goes to all or to none of those that may be sent to. With it, or once a recipient has
     * the mail, a recipient that was REJECTED is asked again only when no other is left: a route that redelivers such a
     * failure wants just that.
     */
    private List<Recipient> missing(FailedMail mail) {
        List<Recipient> open = new ArrayList<>();
        List<Recipient> failed = new ArrayList<>();
        for (RecipientResult result : mail.outcome().results()) {
            Fate fate = result.fate();
            if (fate == Fate.FAILED || fate == Fate.UNKNOWN && options.retryUnknown) {
                failed.add(result.recipient());
                open.add(result.recipient());
            } else if (fate == Fate.REJECTED) {
                open.add(result.recipient());
            }
        }
        boolean each = options.skipBad || mail.outcome().any(Fate.DELIVERED);
        return each && !failed.isEmpty() ? failed : open;
    }

    /** What the attempts before this one achieved together; null if there are none. */
    @Nullable
    Outcome before() {
        return earlier == null ? null : earlier.outcome();
    }

    /** The outcome of all attempts together, in the order of the envelope. */
    Outcome merge(Outcome latest) {
        FailedMail mail = earlier;
        if (mail == null) {
            return latest;
        }
        Map<Address, RecipientResult> news = new HashMap<>();
        latest.results().forEach(result -> news.put(result.recipient().address(), result));
        List<RecipientResult> results = mail.outcome().results().stream()
                .map(before -> news.getOrDefault(before.recipient().address(), before)).toList();
        return Outcome.of(results, latest.stage(), latest.reply(), latest.failure(), latest.via());
    }

    /**
     * The outcome of an attempt that ended here, before anything was sent.
     *
     * @param named the recipients that the exchange names, as far as they can be read
     */
    Refusal refused(List<Recipient> named, Refusal.Cause cause) {
        identifyUnreadable();
        FailedMail mail = earlier;
        if (mail == null) {
            Fresh own = fresh;
            List<Recipient> recipients = own == null ? named : own.envelope.recipients();
            return new Refusal(
                    cause.outcome(recipients.stream().map(cause::result).toList()), own == null ? Map.of() : own.invalid, true);
        }
        List<Recipient> missing = missing(mail);
        if (missing.isEmpty()) {
            return new Refusal(mail.outcome(), mail.invalid(), false);
        }
        List<RecipientResult> results = mail.outcome().results().stream()
                .map(before -> before.fate() == Fate.FAILED ? cause.result(before.recipient()) : before).toList();
        return new Refusal(cause.outcome(results), mail.invalid(), true);
    }

    /** The attempt is over, and the exchange has its outcome: a failed mail is kept for another attempt. */
    void ended(Outcome together) {
        Exception thrown = exchange.getException();
        FailedMail mail = earlier;
        if (mail != null) {
            if (thrown != null) {
                mail.failed(together, thrown);
            } else {
                mail.succeeded();
                List<FailedMail> others = new ArrayList<>(mails());
                others.remove(mail);
                keep(others);
            }
        } else if (thrown != null && fresh != null) {
            List<FailedMail> all = new ArrayList<>(mails());
            all.add(0, new FailedMail(
                    place, fresh.envelope, fresh.invalid, fingerprint(fresh.content), exchange.getMessage().getBody(),
                    fresh.identity, together, thrown));
            keep(all.subList(0, Math.min(all.size(), MAX_MAILS)));
        }
    }

    /** A content that cannot be read any more counts as the instance of its body. */
    private ContentFingerprint fingerprint(ContentFingerprint.Content content) {
        try {
            return ContentFingerprint.of(content);
        } catch (IOException | RuntimeException e) {
            return unreadable(exchange.getMessage().getBody());
        }
    }

    private static ContentFingerprint unreadable(@Nullable Object body) {
        try {
            return ContentFingerprint.of(to -> to.addInstance(Objects.requireNonNullElse(body, "")));
        } catch (IOException e) {
            throw new IllegalStateException("an instance is not read", e);
        }
    }

    private List<FailedMail> mailsHere() {
        List<FailedMail> all = mails();
        return all.isEmpty() ? all : all.stream().filter(mail -> mail.isAt(place)).toList();
    }

    /** The failed mails of the exchange, the latest first. */
    private List<FailedMail> mails() {
        return exchange.getProperty(PROPERTY) instanceof Mails mails ? mails.all : List.of();
    }

    private void keep(List<FailedMail> mails) {
        if (mails.isEmpty()) {
            exchange.removeProperty(PROPERTY);
        } else {
            exchange.setProperty(PROPERTY, new Mails(List.copyOf(mails)));
        }
    }

    /** The value of the property: immutable, since copies of an exchange share it. */
    private record Mails(List<FailedMail> all) {
    }
}
