/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.mail.Reply;

/**
 * The replies to the end of a session's message: one, or in LMTP one for each accepted recipient (RFC 2033, section
 * 4.2). Thread-safe.
 */
public final class EndReplies {

    private final int expected;
    private final List<Reply> replies = new ArrayList<>();

    /** @param expected the replies that the server owes, at least 1 */
    public EndReplies(int expected) {
        if (expected < 1) {
            throw new IllegalArgumentException("a message has at least one reply");
        }
        this.expected = expected;
    }

    int expected() {
        return expected;
    }

    /** Keeps a reply; true when it is the last one expected. */
    synchronized boolean add(Reply reply) {
        replies.add(reply);
        return replies.size() == expected;
    }

    /** The first success, or the first reply where there is none. */
    synchronized Reply summary() {
        return replies.stream().filter(Reply::isCompleted).findFirst().orElse(replies.get(0));
    }

    /** Whether the server announced that it closes the connection. */
    synchronized boolean closing() {
        return replies.stream().anyMatch(reply -> reply.code() == 421);
    }

    /** The replies so far, in order. */
    public synchronized List<Reply> all() {
        return List.copyOf(replies);
    }
}
