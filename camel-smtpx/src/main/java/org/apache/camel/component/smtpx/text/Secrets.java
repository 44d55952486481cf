/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was said in confidence on a connection: the password, the token, every line of AUTH. A server may repeat it in
 * what it says, so all of that goes through here before anybody reads it. What is shorter than six characters is not
 * known again: it stands in many a text by chance.
 * <p>
 * One for each connection, on its thread.
 */
public final class Secrets {

    private static final int SHORTEST = 6;
    private static final String STARS = "***";

    private final List<String> secrets = new ArrayList<>();

    /** Remembers one, as text and as it looks where octets are shown one by one. */
    public void add(String secret) {
        remember(secret);
        remember(new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        // One may be a part of another.
        secrets.sort(Comparator.comparingInt(String::length).reversed());
    }

    private void remember(String secret) {
        if (secret.length() >= SHORTEST && !secrets.contains(secret)) {
            secrets.add(secret);
        }
    }

    /** The text with stars in the place of each secret; also of one that is cut off at the end of the text. */
    public String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, STARS);
        }
        for (String secret : secrets) {
            int from = cutOff(redacted, secret);
            if (from < redacted.length()) {
                return redacted.substring(0, from) + STARS;
            }
        }
        return redacted;
    }

    /** Where the beginning of a secret ends the text; the text's length if it does not. */
    private static int cutOff(String text, String secret) {
        int length = text.length();
        for (int from = Math.max(0, length - secret.length() + 1); from <= length - SHORTEST; from++) {
            if (secret.regionMatches(0, text, from, length - from)) {
                return from;
            }
        }
        return length;
    }

    /** Not what it remembers. */
    @Override
    public String toString() {
        return secrets.size() + " secrets";
    }
}
