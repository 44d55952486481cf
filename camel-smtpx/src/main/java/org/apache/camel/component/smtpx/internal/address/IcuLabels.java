/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import com.ibm.icu.text.IDNA;

/** A-labels by ICU4J. The only class that refers to ICU4J, which is optional. */
final class IcuLabels implements Idna.Labels {

    private final IDNA uts46 = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    @Override
    public String toAscii(String label) {
        IDNA.Info info = new IDNA.Info();
        String ascii = uts46.labelToASCII(label, new StringBuilder(), info).toString();
        if (info.hasErrors() || ascii.indexOf('.') >= 0) {
            throw new IllegalArgumentException("domain has no ASCII form (IDNA 2008: " + info.getErrors() + ")");
        }
        return ascii;
    }
}
