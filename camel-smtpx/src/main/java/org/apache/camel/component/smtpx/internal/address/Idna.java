/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

/**
 * Internationalized domain names (IDNA 2008, RFC 5891, mapped as UTS 46 says, non-transitional). ICU4J converts them if
 * {@code com.ibm.icu:icu4j} is on the class path. Without it the JDK does (IDNA 2003), and a label that the two
 * standards treat differently is refused.
 */
public final class Idna {

    /** Converts one label that is not US-ASCII into its A-label. */
    interface Labels {
        /**
         * Converts one label.
         *
         * @throws IllegalArgumentException if the label has no A-label; the message is the reason
         */
        String toAscii(String label);
    }

    private Idna() {
    }

    /**
     * The domain with each non-ASCII label as an A-label. ASCII labels stay as they are.
     *
     * @throws IllegalArgumentException if a label has no A-label; the message is the reason
     */
    public static String toAscii(String domain) {
        if (DomainSyntax.isAscii(domain)) {
            return domain;
        }
        StringBuilder out = new StringBuilder(domain.length() + 16);
        int start = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || domain.charAt(i) == '.') {
                String label = domain.substring(start, i);
                out.append(DomainSyntax.isAscii(label) ? label : toAsciiLabel(label));
                out.append(i < domain.length() ? "." : "");
                start = i + 1;
            }
        }
        return out.toString();
    }

    private static String toAsciiLabel(String label) {
        String invisible = AddressCharacters.invisible(label, true);
        if (invisible != null) {
            throw new IllegalArgumentException(invisible);
        }
        return Loaded.LABELS.toAscii(label);
    }

    /** The first non-ASCII domain loads the tables of ICU4J, which take tens of milliseconds. */
    private static final class Loaded {
        static final Labels LABELS = load();

        private static Labels load() {
            try {
                return new IcuLabels();
            } catch (NoClassDefFoundError e) {
                return new JdkLabels();
            }
        }
    }
}
