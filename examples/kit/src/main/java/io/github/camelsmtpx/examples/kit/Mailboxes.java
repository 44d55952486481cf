/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** How the server treats a recipient: the beginning of the address says it. */
final class Mailboxes {

    /** {@code gone}: refused for good. */
    static final String GONE = "gone";
    /** {@code full}: refused for now, every time. */
    static final String FULL = "full";
    /** {@code grey}: refused the first time it is seen, accepted from then on. */
    static final String GREY = "grey";
    /** {@code lost}: the first message is accepted, and the connection closed instead of saying so. */
    static final String LOST = "lost";
    /** {@code bounce}: accepted, and cannot be delivered later. */
    static final String BOUNCE = "bounce";
    /** {@code slow}: accepted, and delivered after a delay. */
    static final String SLOW = "slow";

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final @Nullable Path deferWhile;

    /**
     * @param deferWhile a file; as long as it exists every recipient is refused for now
     * @param known      recipients of mail that this server accepted before it was started again
     */
    Mailboxes(@Nullable Path deferWhile, Set<String> known) {
        this.deferWhile = deferWhile;
        seen.addAll(known);
    }

    /** The reply that refuses this recipient, or null when it is accepted. */
    @Nullable
    String refusal(String address) {
        if (deferWhile != null && Files.exists(deferWhile)) {
            return "451 4.3.2 Out of order, try again later";
        }
        if (address.startsWith(GONE)) {
            return "550 5.1.1 No such mailbox here";
        }
        if (address.startsWith(FULL)) {
            return "452 4.2.2 Mailbox full, try again tomorrow";
        }
        if (address.startsWith(GREY) && seen.add(address)) {
            return "451 4.7.1 Greylisted, try again in a moment";
        }
        return null;
    }

    /** Whether the reply to this message gets lost. */
    boolean losesReply(ReceivedMail mail) {
        return mail.addresses().stream().anyMatch(address -> address.startsWith(LOST) && seen.add(address));
    }
}
