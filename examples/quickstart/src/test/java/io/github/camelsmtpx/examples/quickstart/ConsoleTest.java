/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {

    @Test
    void coloursNeedACapableTerminalAndConsent() {
        assertThat(Console.colours(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Console.colours(true, Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
        assertThat(Console.colours(true, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
        assertThat(Console.colours(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Console.colours(true, Map.of())).isFalse();
        assertThat(Console.colours(false, Map.of("TERM", "xterm"))).isFalse();
    }

    @Test
    void takesTheFirstCharsetThatIsOne() {
        assertThat(Console.charset(null, "nonsense", "UTF-8", "ISO-8859-1")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(Console.charset(null, null)).isEqualTo(StandardCharsets.US_ASCII);
    }
}
