/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalTest {

    @ParameterizedTest
    @CsvSource(emptyValue = "", ignoreLeadingAndTrailingWhitespace = false, value = {
            "'',''", "a,a", "aNb,aRNb", "aRb,aRNb", "aRNb,aRNb", "aRRNb,aRNRNb", "aNRb,aRNRNb", "aR,aRN", "aRN,aRN", "N,RN",
            "aNNb,aRNRNb" })
    void everyLineEndBecomesCrlf(String given, String canonical) throws IOException {
        try (Canonical in = new Canonical(new ByteArrayInputStream(octets(given)))) {
            assertThat(in.readAllBytes()).isEqualTo(octets(canonical));
        }
    }

    private static byte[] octets(String text) {
        return text.replace('R', '\r').replace('N', '\n').getBytes(StandardCharsets.US_ASCII);
    }
}
