/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EnhancedStatusTest {

    @ParameterizedTest
    @CsvSource({ "2.1.5 Ok,2.1.5", "5.7.509,5.7.509", "4.0.0 later,4.0.0", "2.0.0\tqueued,2.0.0" })
    void readsTheCodeAtTheBeginning(String text, String expected) {
        assertThat(EnhancedStatus.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "Ok", "2.1", "2.1.", "2..5", "3.1.1 x", "1.2.3", "2.1.5Ok", "2.1.5.6", "2.1234.5", "2.01.5",
            "2.1.05", " 2.1.5", "2 1 5", "-2.1.5", "2.-1.5", "\u0662.1.5", "2.\u0661.5", "10.0.0.1" })
    void readsNothingElse(String text) {
        assertThat(EnhancedStatus.parse(text)).isNull();
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatus(3, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatus(2, 1000, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatus(2, 0, -1));
    }
}
