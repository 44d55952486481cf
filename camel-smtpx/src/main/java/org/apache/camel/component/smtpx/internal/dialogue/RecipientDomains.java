/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.mail.Recipient;

/**
 * The domains that the recipients of a connection may have: as many as the server allows on one connection (LIMITS
 * RCPTDOMAINMAX, RFC 9422). Thread-safe.
 */
public final class RecipientDomains {

    private final int max;
    private final Set<String> used = new HashSet<>();

    /** @param max how many; 0 for no limit */
    public RecipientDomains(int max) {
        this.max = max;
    }

    /** Whether a recipient may be sent. Its domain counts from now on. */
    public synchronized boolean admit(Recipient recipient) {
        if (max == 0) {
            return true;
        }
        String domain = domain(recipient);
        return used.contains(domain) || used.size() < max && used.add(domain);
    }

    /** As {@link #admit}, for all recipients or none. */
    public synchronized boolean admitAll(List<Recipient> recipients) {
        if (max == 0) {
            return true;
        }
        Set<String> all = domains(recipients);
        all.addAll(used);
        if (all.size() > max) {
            return false;
        }
        used.addAll(all);
        return true;
    }

    /** Whether the recipients have more domains than any connection may have. */
    public boolean areTooMany(List<Recipient> recipients) {
        return max > 0 && domains(recipients).size() > max;
    }

    private static Set<String> domains(List<Recipient> recipients) {
        return recipients.stream().map(RecipientDomains::domain).collect(Collectors.toCollection(HashSet::new));
    }

    private static String domain(Recipient recipient) {
        return recipient.address().toAscii().domain().toLowerCase(Locale.ROOT);
    }
}
