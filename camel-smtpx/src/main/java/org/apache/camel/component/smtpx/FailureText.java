/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;

/**
 * The text of an exception for an outcome. A reason that recipients share appears once, with the first of them:
 * {@code ann@example.org and 297 more recipients FAILED at CONNECT: no connection to mx.example.org:25: Connection
 * refused}. At most three reasons are given.
 */
final class FailureText {

    private static final int REASONS_MAX = 3;

    private FailureText() {
    }

    static String of(Map<String, String> invalid, Outcome outcome) {
        List<RecipientResult> results = outcome.results();
        Map<String, List<RecipientResult>> reasons = new LinkedHashMap<>();
        for (RecipientResult result : results) {
            if (result.fate() != Fate.DELIVERED) {
                reasons.computeIfAbsent(key(result), unknown -> new ArrayList<>()).add(result);
            }
        }
        StringBuilder text = new StringBuilder().append(outcome.delivered().size()).append(" of ")
                .append(results.size() + invalid.size()).append(" recipients have the message");
        reasons.values().stream().limit(REASONS_MAX).forEach(group -> text.append("; ").append(reason(group)));
        append(text, reasons.values().stream().skip(REASONS_MAX).mapToInt(List::size).sum());
        invalid.values().stream().limit(REASONS_MAX).forEach(reason -> text.append("; ").append(reason));
        append(text, Math.max(0, invalid.size() - REASONS_MAX));
        String server = outcome.via().server();
        return text.indexOf(server) < 0 ? server + ": " + text : text.toString();
    }

    private static void append(StringBuilder text, int more) {
        if (more > 0) {
            text.append("; and ").append(more).append(" more");
        }
    }

    /** The reason as it is for any recipient: a reply may repeat the address. */
    private static String key(RecipientResult result) {
        String address = result.recipient().address().toString();
        return result.toString().replace(address, "");
    }

    private static String reason(List<RecipientResult> group) {
        RecipientResult first = group.get(0);
        if (group.size() == 1) {
            return first.toString();
        }
        String address = first.recipient().address().toString();
        return address + " and " + (group.size() - 1) + (group.size() == 2 ? " more recipient" : " more recipients")
               + first.toString().substring(address.length());
    }
}
