/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.util.List;

/** Which end each recipient's mail must come to with the embedded server. */
final class Expectation {

    private Expectation() {
    }

    static void check(Delivery delivery, List<String> differences) {
        for (Delivery.ToRecipient recipient : delivery.recipients()) {
            Mailboxes.Refusal refusal = Mailboxes.refusal(recipient.address());
            boolean asExpected = refusal == null
                    ? recipient.fate() == Delivery.Fate.DELIVERED
                    : recipient.fate() == Delivery.Fate.REJECTED && recipient.reply().equals(refusal.toString());
            if (!asExpected) {
                differences.add(delivery.message() + ": " + recipient.address() + " should have been "
                                + (refusal == null ? "delivered" : "rejected with " + refusal));
            }
        }
    }
}
