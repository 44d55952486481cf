/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.SendPlan;

/**
 * What a transaction consists of once it has begun.
 *
 * @param plan     what is sent together
 * @param envelope RSET, MAIL and RCPT
 * @param body     DATA or BDAT
 * @param dropped  parameters that were asked for and not offered
 */
record TransactionParts(SendPlan plan, EnvelopeExchange envelope, ContentTransfer body, List<String> dropped) {

    /** Octets of a chunk when the message is in memory anyway. */
    private static final int MEMORY_CHUNK = 1024 * 1024;

    static TransactionParts of(
            Envelope envelope, PreparedMessage content, SendPolicy policy, EsmtpParameters esmtp, Wire wire,
            RecipientTracker tracker,
            Runnable owe) {
        SendPlan plan = SendPlanner.plan(wire.capabilities(), envelope.recipients().size(), content.small(), policy);
        int piece = content.inMemory() ? MEMORY_CHUNK : policy.chunkSize();
        boolean sevenBit = envelope.parameters().body() == BodyType.SEVEN_BIT;
        ContentTransfer body = SendPlanner.chunked(wire.capabilities(), policy)
                ? new BdatTransfer(content, piece, sevenBit, policy.oneFlight() != OneFlight.ALWAYS, owe)
                : new DataTransfer(content, piece, sevenBit, owe);
        return new TransactionParts(
                plan,
                new EnvelopeExchange(envelope, esmtp, plan == SendPlan.LOCK_STEP, wire.transactionOpen(), tracker, owe), body,
                esmtp.dropped());
    }
}
