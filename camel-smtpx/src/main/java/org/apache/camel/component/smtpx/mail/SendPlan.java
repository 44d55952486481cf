/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/**
 * The order in which the parts of a mail transaction are sent. It is chosen before the first octet is sent. {@code C:}
 * is the client, {@code S:} the server; lines with {@code +:} are sent together with the line before them.
 */
public enum SendPlan {
    /**
     * Envelope and message in one flight: one round trip. For servers with PIPELINING and CHUNKING that have proven
     * reliable.
     *
     * <pre>
     * C: MAIL FROM:&lt;ann@example.org&gt;
     * +: RCPT TO:&lt;bob@example.com&gt;
     * +: BDAT 1024 LAST and the message
     * S: 250 2.1.0 Ok
     * S: 250 2.1.5 Ok
     * S: 250 2.0.0 Queued
     * </pre>
     */
    ONE_FLIGHT,
    /**
     * The same, but the last two octets wait until everything before them is answered: whatever breaks until then
     * leaves nothing in doubt. Two round trips.
     *
     * <pre>
     * C: MAIL FROM:&lt;ann@example.org&gt;
     * +: RCPT TO:&lt;bob@example.com&gt;
     * +: BDAT 1022 and the message but for its end
     * S: 250 2.1.0 Ok
     * S: 250 2.1.5 Ok
     * S: 250 2.0.0 1022 octets
     * C: BDAT 2 LAST and the end
     * S: 250 2.0.0 Queued
     * </pre>
     */
    HELD,
    /**
     * The envelope in one flight; BDAT or DATA when its replies have been received. For large messages, and for several
     * recipients without {@code skipBad}.
     *
     * <pre>
     * C: MAIL FROM:&lt;ann@example.org&gt;
     * +: RCPT TO:&lt;bob@example.com&gt;
     * +: RCPT TO:&lt;cy@example.net&gt;
     * S: 250 2.1.0 Ok
     * S: 250 2.1.5 Ok
     * S: 250 2.1.5 Ok
     * C: BDAT 1048576 and the first chunk
     * +: BDAT 3000 LAST and the last chunk
     * S: 250 2.0.0 1048576 octets
     * S: 250 2.0.0 Queued
     * </pre>
     */
    GATED,
    /**
     * The envelope and DATA in one flight; the message when the replies have been received. For servers with PIPELINING
     * and without CHUNKING.
     *
     * <pre>
     * C: MAIL FROM:&lt;ann@example.org&gt;
     * +: RCPT TO:&lt;bob@example.com&gt;
     * +: DATA
     * S: 250 2.1.0 Ok
     * S: 250 2.1.5 Ok
     * S: 354 Go ahead
     * C: the message and the final dot
     * S: 250 2.0.0 Queued
     * </pre>
     */
    DATA_GROUP,
    /**
     * One command at a time. For servers without PIPELINING.
     *
     * <pre>
     * C: MAIL FROM:&lt;ann@example.org&gt;
     * S: 250 2.1.0 Ok
     * C: RCPT TO:&lt;bob@example.com&gt;
     * S: 250 2.1.5 Ok
     * C: DATA
     * S: 354 Go ahead
     * C: the message and the final dot
     * S: 250 2.0.0 Queued
     * </pre>
     */
    LOCK_STEP;

    /** Whether content is sent before the replies to the envelope have been received. */
    public boolean eager() {
        return this == ONE_FLIGHT || this == HELD;
    }
}
