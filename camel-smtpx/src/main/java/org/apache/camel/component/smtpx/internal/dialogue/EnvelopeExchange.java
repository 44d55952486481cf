/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;
import java.util.Objects;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The envelope part of a transaction: RSET if an earlier transaction may be open, XFORWARD if requested (it holds for
 * one transaction), MAIL, and a RCPT per recipient. Commands are written in groups or one at a time, and answered in
 * order (RFC 5321, section 3.3; RFC 2920).
 */
final class EnvelopeExchange {

    /**
     * Commands of one group, after which replies are awaited. RFC 2920 asks for bounded groups, and James slows down on
     * large ones.
     */
    private static final int MAX_GROUP = 1000;
    private static final int RSET = -2;
    private static final int XFORWARD = -1;
    private static final int MAIL = 0;

    private final Envelope envelope;
    private final List<Recipient> recipients;
    private final EsmtpParameters esmtp;
    private final boolean lockStep;
    private final boolean skipBad;
    private final RecipientTracker tracker;
    private final Runnable owe;

    /** The slots to be written and to be answered next: RSET, XFORWARD, MAIL, then 1 for the first recipient. */
    private int writing;
    private int reading;
    /** The last recipient to write. */
    private int last;
    private @Nullable Reply mailRefusal;
    private final int firstRecipient;

    /**
     * An exchange that has yet to begin.
     *
     * @param skipBad whether the message goes to the accepted recipients: then no RCPT follows the first 4.5.3
     */
    EnvelopeExchange(Envelope envelope, EsmtpParameters esmtp, boolean lockStep, boolean skipBad, boolean reset,
                     RecipientTracker tracker, Runnable owe) {
        this.envelope = envelope;
        this.recipients = envelope.recipients();
        this.esmtp = esmtp;
        this.lockStep = lockStep;
        this.skipBad = skipBad;
        this.last = recipients.size();
        this.tracker = tracker;
        this.owe = owe;
        this.writing = reset ? RSET : nextSlot(RSET);
        this.reading = writing;
        for (int i = 0; !esmtp.unsendable().isEmpty() && i < recipients.size(); i++) {
            String reason = esmtp.refusal(recipients.get(i));
            if (reason != null) {
                tracker.decide(i, Fate.REJECTED, Stage.LOCAL, null, reason);
            }
        }
        this.firstRecipient = nextSlot(MAIL);
    }

    /** The slot of the next command; recipients rejected locally have none. */
    private int nextSlot(int slot) {
        int next = slot + 1;
        if (next == XFORWARD && envelope.parameters().forwarded() == null) {
            return MAIL;
        }
        while (next > MAIL && next <= recipients.size() && esmtp.refusal(recipients.get(next - 1)) != null) {
            next++;
        }
        return next;
    }

    /** Writes the next group, or the next command. */
    void write(Wire wire, int owed) {
        int room = lockStep ? 1 - owed : MAX_GROUP - owed;
        while (room-- > 0 && !allWritten()) {
            if (writing == RSET) {
                Command.rset().appendTo(wire.out());
            } else if (writing == XFORWARD) {
                Command.xforward(Objects.requireNonNull(envelope.parameters().forwarded())).appendTo(wire.out());
            } else if (writing == MAIL) {
                Command.appendMail(wire.out(), envelope.parameters().verb(), onWire(envelope.sender()), esmtp.size(),
                        esmtp.mailParameters(), esmtp.utf8());
            } else {
                Recipient recipient = recipients.get(writing - 1);
                Command.appendRcpt(wire.out(), onWire(recipient.address()), esmtp.rcptParameters(recipient), esmtp.utf8());
            }
            owe.run();
            writing = nextSlot(writing);
        }
    }

    /** Sends domains as A-labels, which need no SMTPUTF8. */
    private static Address onWire(Address address) {
        return address.needsUtf8() ? address.toAscii() : address;
    }

    /** Receives the reply to the next command; returns a failure if the reply does not fit it. */
    @Nullable
    Failure onReply(Reply reply) {
        int slot = reading;
        if (reply.isIntermediate() || mailRefusal == null && answersOtherCommand(reply)) {
            return Failure.of(Failure.Kind.UNEXPECTED, commandName(slot) + " was answered with " + reply);
        }
        reading = nextSlot(reading);
        if (slot == RSET) {
            return reply.isCompleted() ? null : Failure.of(Failure.Kind.UNEXPECTED, "RSET was rejected: " + reply);
        }
        if (slot <= MAIL) {
            if (!reply.isCompleted() && mailRefusal == null) {
                mailRefusal = reply;
                tracker.decideRest(
                        RecipientTracker.fateOf(reply), Stage.MAIL, reply, slot == XFORWARD ? "XFORWARD was rejected" : null);
            }
        } else if (mailRefusal == null) {
            if (reply.isCompleted()) {
                tracker.accept();
            } else {
                boolean limited = skipBad && tracker.accepted() > 0 && RecipientLimit.isReached(reply);
                // RFC 3463, X.5.3: the recipients beyond the limit are for the next transaction, also after a 5yz
                Fate fate = limited ? Fate.FAILED : RecipientTracker.fateOf(reply);
                tracker.decide(slot - 1, fate, Stage.RCPT, reply, null);
                if (limited && !allWritten()) {
                    writeNoMore(reply);
                }
            }
        }
        return null;
    }

    /** Servers count refused recipients as errors and close the connection after some: the rest is not sent. */
    private void writeNoMore(Reply limit) {
        last = writing - 1;
        for (int slot = writing; slot <= recipients.size(); slot = nextSlot(slot)) {
            tracker.decide(slot - 1, Fate.FAILED, Stage.RCPT, limit, null);
        }
    }

    /** The recipient whose RCPT is answered next, by index; -1 if the next reply is to another command. */
    int recipientToAnswer() {
        return mailRefusal == null && reading > MAIL && !allAnswered() ? reading - 1 : -1;
    }

    /** Whether a 2yz code answers another command: the greeting, QUIT, AUTH. */
    static boolean answersOtherCommand(Reply reply) {
        return reply.code() == 220 || reply.code() == 221 || reply.code() == 235;
    }

    boolean allWritten() {
        return writing > last;
    }

    boolean allAnswered() {
        return reading > last;
    }

    /** Whether no RCPT has been answered, or XFORWARD or MAIL was rejected: the server has accepted no recipient. */
    boolean noRecipientAnswered() {
        return reading <= firstRecipient || mailRefusal != null;
    }

    /** Whether no recipient was accepted. */
    boolean noneAccepted() {
        return mailRefusal != null || tracker.accepted() == 0;
    }

    /** The reply that rejected MAIL, or XFORWARD before it. */
    @Nullable
    Reply mailRefusal() {
        return mailRefusal;
    }

    Stage stage() {
        return reading <= MAIL ? Stage.MAIL : Stage.RCPT;
    }

    TimeoutKind waitingFor() {
        return reading <= MAIL ? TimeoutKind.MAIL : TimeoutKind.RCPT;
    }

    private static String commandName(int slot) {
        return slot == RSET ? "RSET" : slot == XFORWARD ? "XFORWARD" : slot == MAIL ? "MAIL" : "RCPT";
    }

    /** Marks the accepted recipients FAILED when another rejection cancels the message. */
    void failAccepted() {
        tracker.decideRest(Fate.FAILED, Stage.RCPT, null, "not sent: another recipient was rejected");
    }
}
