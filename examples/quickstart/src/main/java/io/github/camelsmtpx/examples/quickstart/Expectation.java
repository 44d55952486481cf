/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Which end each recipient's mail must come to with the embedded server. */
final class Expectation {

    private Expectation() {
    }

    static void check(Delivery delivery, List<String> envelope, List<String> differences) {
        List<String> addresses = delivery.recipients().stream().map(Delivery.ToRecipient::address).toList();
        if (!addresses.equals(envelope)) {
            differences.add(delivery.message() + ": outcomes for " + addresses + " instead of " + envelope);
        }
        for (Delivery.ToRecipient recipient : delivery.recipients()) {
            Mailboxes.Refusal refusal = Mailboxes.refusal(recipient.address());
            Delivery.Fate fate = fate(refusal);
            if (recipient.fate() != fate || (refusal != null && !recipient.reply().equals(refusal.toString()))) {
                differences.add(delivery.message() + ": " + recipient.address() + " should have been "
                                + fate.name().toLowerCase(Locale.ROOT) + (refusal == null ? "" : " with " + refusal));
            }
        }
    }

    /** A refusal by 4yz is none for good. */
    private static Delivery.Fate fate(Mailboxes.@Nullable Refusal refusal) {
        if (refusal == null) {
            return Delivery.Fate.DELIVERED;
        }
        return refusal.code() < 500 ? Delivery.Fate.FAILED : Delivery.Fate.REJECTED;
    }
}
