/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FoldingTest {

    @ParameterizedTest
    @CsvSource({
            "'a\r\n b',a b", "'a\r\n\tb',a b", "'a \r\n  b\r\n\tc',a   b c", "'a\r\n \r\n b',a  b", "'a\r\n ','a '",
            "plain,plain" })
    void removesALineEndBeforeWhiteSpace(String folded, String line) {
        assertThat(Folding.unfold(folded)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\r\nb", "a\n b", "a\r b", "a\r\n", "a\r\n\r\n", "\n", "\r" })
    void leavesAnyOtherLineEnd(String value) {
        assertThat(Folding.unfold(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
            "'a@b.test\n',a@b.test", "'\r\na@b.test \t',a@b.test", "'a@b.test\r\n,c@d.test\n','a@b.test, c@d.test'",
            "'a@b.test \n;\nc@d.test','a@b.test; c@d.test'", "'a@b.test\nc@d.test','a@b.test\nc@d.test'",
            "'\"a\n, b\"@c.test\n','\"a\n, b\"@c.test'" })
    void trimsAroundAddressesOnly(String addresses, String trimmed) {
        assertThat(Folding.trim(addresses)).isEqualTo(trimmed);
    }
}
