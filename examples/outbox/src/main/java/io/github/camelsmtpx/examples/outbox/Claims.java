/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.HashMap;
import java.util.Map;

/** Who has which mail, after the lines of the log were read in their order. Every reader comes to the same result. */
final class Claims {

    /** The owner of a mail that was delivered or refused for good. It stays closed. */
    static final String CLOSED = "closed";

    private static final String CLAIM = "claim";
    private static final String FREE = "free";

    private final Map<String, String> owners = new HashMap<>();

    /**
     * The line of somebody who wants a mail.
     *
     * @param after the claim that it may take the place of; empty for none
     */
    static String claim(String token, String after) {
        return CLAIM + " " + token + " " + after;
    }

    /** The line of an owner who gives the mail back. */
    static String free(String token) {
        return FREE + " " + token;
    }

    void apply(String id, String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case CLAIM -> {
                String owner = owners.get(id);
                if (owner == null || owner.equals(words[2])) {
                    owners.put(id, words[1]);
                }
            }
            case FREE -> owners.remove(id, words[1]);
            case CLOSED -> owners.put(id, CLOSED);
            default -> throw new IllegalArgumentException("what is that line in the log: " + line);
        }
    }

    /** The token of the claim that holds; empty when nobody has the mail. */
    String owner(String id) {
        return owners.getOrDefault(id, "");
    }
}
