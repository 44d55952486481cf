/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import java.util.ArrayDeque;
import java.util.Deque;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rates and their token buckets. */
class TokenBucketTest {

    @Property(tries = 200)
    void noPeriodHasMoreThanTheRateAndTheLongRunNotMuchLess(
            @ForAll @IntRange(min = 1, max = 500) int count, @ForAll @IntRange(min = 1, max = 3) int unit) {
        Rate rate = Rate.parse("maxRate", count + "/" + " smh".charAt(unit));
        long period = rate.period().toNanos();
        TokenBucket bucket = TokenBucket.of(rate, 0);
        Deque<Long> taken = new ArrayDeque<>();
        long now = 0;
        int all = 0;
        while (now < 20 * period) {
            long delay = bucket.delay(1, now);
            if (delay > 0) {
                now += delay;
                continue;
            }
            bucket.take(1, now);
            taken.addLast(now);
            all++;
            while (taken.peekFirst() <= now - period) {
                taken.removeFirst();
            }
            assertThat(taken).hasSizeLessThanOrEqualTo(count);
        }
        assertThat(all).isGreaterThanOrEqualTo((int) (0.95 * 20 * count));
    }

    @Property(tries = 200)
    void manyTokensAtOnceArePaidOffAfterwards(@ForAll @IntRange(min = 1, max = 1000) int recipients) {
        TokenBucket bucket = TokenBucket.of(Rate.parse("maxRecipientRate", "100/s"), 0);
        long now = 0;
        int all = 0;
        while (now < 60_000_000_000L) {
            now += bucket.delay(recipients, now);
            assertThat(bucket.delay(recipients, now)).isZero();
            bucket.take(recipients, now);
            all += recipients;
        }
        assertThat(all).isLessThanOrEqualTo(6000 + 6 + 2 * recipients);
    }

    @ParameterizedTest
    @CsvSource({ "5/s, 5", "30/m, 0.5", "3600/h, 1", "86400/d, 1", "' 30 / M ', 0.5", "1000000000/s, 1000000000" })
    void aRateIsANumberAndAUnit(String text, double perSecond) {
        assertThat(Rate.parse("maxRate", text).perSecond()).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "5", "5/", "/s", "0/s", "-1/s", "5/x", "5/ms", "5.5/s", "5 per second", "9999999999/s",
            "99999999999999999999/s", "5/s/s" })
    void anotherTextIsRefusedByTheNameOfItsOption(String text) {
        assertThatThrownBy(() -> Rate.parse("maxRate", text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxRate").hasMessageContaining("30/m");
    }

    @ParameterizedTest
    @ValueSource(strings = { "5/s", "30/m", "10/h", "7/d" })
    void aRateShowsItsText(String text) {
        assertThat(Rate.parse("maxRate", text)).hasToString(text);
    }
}
