/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Counts what the keyword LIMITS restricts on one connection (RFC 9422). */
final class SessionLimits {

    private final Set<String> domains = new HashSet<>();
    private int mails;
    private int recipients;

    /** Counts MAIL; the reply that rejects it, null if it is within the limit. */
    @Nullable
    String onMail(List<String> offered) {
        recipients = 0;
        return ++mails > limit(offered, "MAILMAX") ? "452 4.5.3 too many messages on this connection" : null;
    }

    /** Counts RCPT; the reply that rejects it, null if it is within the limits. */
    @Nullable
    String onRecipient(List<String> offered, String address) {
        domains.add(address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
        if (domains.size() > limit(offered, "RCPTDOMAINMAX")) {
            return "452 4.5.3 too many domains on this connection";
        }
        return ++recipients > limit(offered, "RCPTMAX") ? "452 4.5.3 too many recipients" : null;
    }

    private static int limit(List<String> offered, String name) {
        Pattern pattern = Pattern.compile("LIMITS\\b.* " + name + "=([0-9]{1,6})\\b.*", Pattern.CASE_INSENSITIVE);
        return offered.stream().map(pattern::matcher).filter(Matcher::matches).map(found -> Integer.valueOf(found.group(1)))
                .filter(limit -> limit > 0).findFirst().orElse(Integer.MAX_VALUE);
    }
}
