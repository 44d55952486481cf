/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.DELIVERED;
import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.REJECTED;
import static io.github.camelsmtpx.examples.quickstart.Delivery.Fate.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

class TableTest {

    private static final Style ASCII = new Style(false, false);
    private static final Style UNICODE = new Style(true, false);

    private static final Delivery DELIVERY = new Delivery(
            "plain.eml", 1234, "ONE_FLIGHT",
            List.of(
                    new Delivery.ToRecipient("ada@example.org", DELIVERED, "250 2.0.0 Stored as 1"),
                    new Delivery.ToRecipient("gone@example.org", REJECTED, "550 5.1.1 No such mailbox here")),
            Duration.ofNanos(3_449_000));

    @Test
    void givesTheMessageALineAndEachRecipientOne() {
        assertThat(new Table(ASCII).rows(DELIVERY)).containsExactly(
                "plain.eml                                                                      1.2 kB  ONE_FLIGHT       3.4 ms",
                "  + ada@example.org                           delivered  250 2.0.0 Stored as 1",
                "  x gone@example.org                          rejected   550 5.1.1 No such mailbox here");
    }

    @Test
    void headingAlignsWithItsColumns() {
        List<String> head = new Table(ASCII).head();
        List<String> rows = new Table(ASCII).rows(DELIVERY);

        assertThat(head.get(0).indexOf("Plan")).isEqualTo(rows.get(0).indexOf("ONE_FLIGHT"));
        assertThat(head.get(1).indexOf("Recipient")).isEqualTo(rows.get(1).indexOf("ada@"));
        assertThat(head.get(1).indexOf("Outcome")).isEqualTo(rows.get(1).indexOf("delivered"));
        assertThat(head.get(1).indexOf("Reply")).isEqualTo(rows.get(1).indexOf("250"));
        assertThat(head.get(0)).hasSize(Table.WIDTH).endsWith("Time");
    }

    @Test
    void staysWithinItsWidthWhateverComes() {
        Delivery huge = new Delivery(
                "長い名前".repeat(40) + ".eml", Long.MAX_VALUE, "A_PLAN_OF_THE_FUTURE",
                List.of(new Delivery.ToRecipient("x".repeat(200) + "@example.org", UNKNOWN, "451 " + "lengthy ".repeat(60))),
                Duration.ofDays(300));

        assertThat(new Table(UNICODE).rows(huge))
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(Table.WIDTH));
        assertThat(new Table(UNICODE).rows(huge).get(1)).contains("? xxx", "…").endsWith("…");
    }

    @Test
    void letsNoReplyMoveTheCursor() {
        Delivery hostile = new Delivery(
                "a\r\nb", 1, "-", List.of(new Delivery.ToRecipient("a@b.test", REJECTED, "550 \033[2J\u202Egone")),
                Duration.ZERO);

        assertThat(String.join("|", new Table(ASCII).rows(hostile))).startsWith("a??b").contains("550 ?[2J?gone")
                .doesNotContain("\033");
    }

    @Test
    void coloursAreAroundTheTextAndMoveNothing() {
        String plain = new Table(UNICODE).rows(DELIVERY).get(1);
        String painted = new Table(new Style(true, true)).rows(DELIVERY).get(1);

        assertThat(painted).contains("\033[32m✓\033[0m").isNotEqualTo(plain);
        assertThat(painted.replaceAll("\033\\[[0-9]+m", "")).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
            "-1,-", "0,0 B", "999,999 B", "1000,1.0 kB", "999949,999.9 kB", "999950,1.0 MB", "7174000,7.2 MB",
            "2147483648,2.1 GB" })
    void sizesAreShort(long octets, String text) {
        assertThat(Table.size(octets)).isEqualTo(text);
    }
}
