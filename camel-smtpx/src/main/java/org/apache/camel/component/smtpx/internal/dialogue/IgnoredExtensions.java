/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;

/**
 * Extensions that a server offers and that are not used, since it implements them wrongly. Immutable.
 *
 * @param keywords as in the reply to EHLO, upper-case
 */
public record IgnoredExtensions(Set<String> keywords) {

    /** Every extension is used. */
    public static final IgnoredExtensions NONE = new IgnoredExtensions(Set.of());

    private static final String STARTTLS = "STARTTLS";

    public IgnoredExtensions {
        keywords = Set.copyOf(keywords);
    }

    /**
     * Ignores these keywords, in any case.
     *
     * @throws IllegalArgumentException if one is not a keyword, or is STARTTLS, which has an option of its own
     */
    public static IgnoredExtensions of(Collection<String> keywords) {
        Set<String> upper = new LinkedHashSet<>();
        for (String keyword : keywords) {
            String name = keyword.toUpperCase(Locale.ROOT);
            if (!Capabilities.isKeyword(name)) {
                throw new IllegalArgumentException("not a keyword of EHLO: " + Printable.quote(keyword));
            }
            if (name.equals(STARTTLS)) {
                throw new IllegalArgumentException("STARTTLS is not ignored but switched off, by starttls=never");
            }
            upper.add(name);
        }
        return upper.isEmpty() ? NONE : new IgnoredExtensions(upper);
    }

    /** What is left of an offer. */
    Capabilities removedFrom(Capabilities offered) {
        return keywords.isEmpty() ? offered : offered.without(keywords);
    }
}
