/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import java.net.IDN;
import java.text.Normalizer;

import org.jspecify.annotations.Nullable;

/**
 * A-labels by the JDK, which knows IDNA 2003 and Unicode 3.2. A label is accepted only if its A-label stands for the
 * same label in lower case: IDNA 2008 maps such a label to itself, too, unless it holds invisible characters, which
 * {@link Idna} refuses. That refuses sharp s, final sigma, joiners, and what Unicode 3.2 lacks.
 */
final class JdkLabels implements Idna.Labels {

    @Override
    public String toAscii(String label) {
        String ascii;
        try {
            ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
        if (!IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(lowerCase(label))) {
            throw refused(null);
        }
        return ascii;
    }

    private static String lowerCase(String label) {
        StringBuilder lower = new StringBuilder(label.length());
        label.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    private static IllegalArgumentException refused(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "domain has no ASCII form that IDNA 2003 and 2008 agree on;"
                                            + " for IDNA 2008 add the jar com.ibm.icu:icu4j to the class path",
                cause);
    }
}
