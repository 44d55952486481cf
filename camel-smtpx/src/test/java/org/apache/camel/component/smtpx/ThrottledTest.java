/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a route learns of a limit. */
class ThrottledTest extends SmtpxTestSupport {

    private static final String OPTIONS = "raw=true&sender=ann@example.com&recipients=bob@example.org&acquireTimeout=3000";

    private Exchange send(String options) {
        return template.send(smtpx(OPTIONS + options), exchange -> exchange.getMessage().setBody("Subject: a\r\n\r\nb\r\n"));
    }

    @Test
    void aMessageBeyondTheRateFailsWithTheTimeToWait() {
        assertThat(send("&maxRate=2/m").getException()).isNull();
        Exchange second = send("&maxRate=2/m");
        assertThat(second.getException()).isInstanceOfSatisfying(SmtpxThrottledException.class,
                thrown -> assertThat(thrown.getRetryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
        assertThat(second.getMessage().getHeader(SmtpxConstants.RETRY_AFTER, Long.class)).isBetween(20_000L, 30_000L);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void endpointsThatConnectAlikeShareTheRate() {
        assertThat(send("&maxRate=2/m").getException()).isNull();
        assertThat(send("&maxRate=2/m&subject=other").getException()).isInstanceOf(SmtpxThrottledException.class);
    }

    @Test
    void aMessageWithinTheRateHasNoTimeToWait() {
        Exchange first = send("&maxRate=100/s");
        assertThat(first.getException()).isNull();
        assertThat(first.getMessage().getHeaders()).doesNotContainKey(SmtpxConstants.RETRY_AFTER);
    }
}
