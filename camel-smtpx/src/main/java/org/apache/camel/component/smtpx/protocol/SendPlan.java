/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

/**
 * What of a transaction is sent together. Chosen before the first octet is written.
 */
public enum SendPlan {
    /** Envelope and the whole message in one write: one round trip. */
    ONE_FLIGHT,
    /** The same, but for the end of the message, which is sent when everything else is answered. */
    HELD,
    /** The envelope in one write; BDAT or DATA when its replies are in. */
    GATED,
    /** The envelope and DATA in one write; the message when the replies are in. */
    DATA_GROUP,
    /** One command at a time. */
    LOCK_STEP;

    /**
     * Chooses the plan.
     *
     * @param offered    what the server offers
     * @param recipients number of recipients
     * @param small      whether the message is in memory as a whole
     * @param policy     what the caller wants
     */
    public static SendPlan of(Capabilities offered, int recipients, boolean small, SendPolicy policy) {
        if (!policy.pipelining() || !offered.pipelining()) {
            return LOCK_STEP;
        }
        // All-or-nothing with several recipients waits for the replies to RCPT: by then BDAT would have delivered to those
        // accepted, and a server that has answered DATA with 354 can only be stopped by closing the connection.
        if (recipients > 1 && !policy.skipBad()) {
            return GATED;
        }
        if (!chunked(offered, policy)) {
            return DATA_GROUP;
        }
        if (!small) {
            return GATED;
        }
        return policy.oneFlight() == OneFlight.ALWAYS ? ONE_FLIGHT : HELD;
    }

    /** Whether content leaves before the replies to the envelope are in. */
    boolean eager() {
        return this == ONE_FLIGHT || this == HELD;
    }

    /** Whether content goes with BDAT. */
    public static boolean chunked(Capabilities offered, SendPolicy policy) {
        return policy.chunking() && offered.chunking();
    }
}
