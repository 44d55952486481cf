/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(
            new PrintStream(printed, true, StandardCharsets.UTF_8), new Style(false, false),
            List.of("a.eml", "b.eml", "c.eml"));

    @Test
    void printsInTheOrderOfTheNamesAndNoneTooEarly() {
        report.add(delivery("b.eml"));
        assertThat(text()).isEmpty();

        report.add(delivery("a.eml"));

        assertThat(text().lines().filter(line -> line.contains(".eml"))).satisfiesExactly(
                first -> assertThat(first).startsWith("a.eml"), second -> assertThat(second).startsWith("b.eml"));
    }

    @Test
    void countsTheEndsAndNamesWhatIsMissing() {
        report.add(delivery("a.eml"));
        report.add(delivery("c.eml"));

        report.end(Duration.ofMillis(1260));
        report.verdict("all is well", List.of());

        assertThat(report.missing()).containsExactly("b.eml");
        assertThat(text()).contains("c.eml", "2 messages in 1.3 s: 2 delivered, 2 rejected", "x b.eml: no outcome")
                .doesNotContain("all is well");
    }

    @Test
    void aDifferenceTakesThePlaceOfTheGoodLine() {
        List.of("a.eml", "b.eml", "c.eml").forEach(name -> report.add(delivery(name)));

        report.verdict("all is well", List.of("b.eml: other octets than sent"));

        assertThat(text()).contains("x b.eml: other octets than sent").doesNotContain("all is well");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Delivery delivery(String name) {
        return new Delivery(
                name, 10, "ONE_FLIGHT",
                List.of(
                        new Delivery.ToRecipient("ada@example.org", Delivery.Fate.DELIVERED, "250 ok"),
                        new Delivery.ToRecipient("gone@example.org", Delivery.Fate.REJECTED, "550 no")),
                Duration.ofMillis(1));
    }
}
