/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.jspecify.annotations.Nullable;

/** Chooses how a message is sent, from the server's extensions and the caller's policy. Pure functions. */
public final class SendPlanner {

    private SendPlanner() {
    }

    /**
     * Chooses the plan.
     *
     * @param offered    what the server offers
     * @param recipients number of recipients
     * @param small      whether the message is in memory as a whole
     * @param gated      whether the content waits for the replies to the envelope: a rejected XFORWARD does not stop
     *                   MAIL
     * @param policy     what the caller wants
     */
    public static SendPlan plan(Capabilities offered, int recipients, boolean small, boolean gated, SendPolicy policy) {
        if (!policy.pipelining() || !offered.pipelining()) {
            return SendPlan.LOCK_STEP;
        }
        // All-or-nothing with several recipients waits for the replies to RCPT: by then BDAT would have delivered to those
        // accepted, and a server that has answered DATA with 354 can only be stopped by closing the connection.
        if (gated || recipients > 1 && !policy.skipBad()) {
            return SendPlan.GATED;
        }
        if (!chunked(offered, policy)) {
            return SendPlan.DATA_GROUP;
        }
        if (!small) {
            return SendPlan.GATED;
        }
        return policy.oneFlight() == OneFlight.ALWAYS ? SendPlan.ONE_FLIGHT : SendPlan.HELD;
    }

    /** Whether content is sent with BDAT. */
    public static boolean chunked(Capabilities offered, SendPolicy policy) {
        return policy.chunking() && offered.chunking();
    }

    /**
     * The widest form of content that a server accepts.
     *
     * @param offered what the server offers
     * @param policy  what the caller wants; binary content needs BDAT
     * @param asked   the body type that the message is to be declared as, or null if that does not matter
     */
    public static TransferForm widestForm(Capabilities offered, SendPolicy policy, @Nullable BodyType asked) {
        TransferForm offeredForm = offered.binaryMime() && chunked(offered, policy)
                ? TransferForm.BINARY : offered.eightBitMime() ? TransferForm.EIGHT_BIT : TransferForm.SEVEN_BIT;
        TransferForm askedForm = asked == null ? TransferForm.BINARY : form(asked);
        return askedForm.compareTo(offeredForm) < 0 ? askedForm : offeredForm;
    }

    private static TransferForm form(BodyType type) {
        return switch (type) {
            case SEVEN_BIT -> TransferForm.SEVEN_BIT;
            case EIGHT_BIT_MIME -> TransferForm.EIGHT_BIT;
            case BINARY_MIME -> TransferForm.BINARY;
        };
    }
}
