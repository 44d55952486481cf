/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = { "535 5.7.8 wrong password", "454 4.7.0 too many login attempts" })
    void theLoginPauseIsATimeToWait(String refusal) {
        server.authenticates("ann", "sesame").on("AUTH").times(1).reply(refusal);
        String login = "&username=ann&password=sesame&allowCleartextAuth=true&loginPause=20000";
        boolean refused = refusal.startsWith("5");
        // The attempt that begins the pause, and one during it
        for (int i = 0; i < 2; i++) {
            Exchange exchange = send(login);
            assertThat(exchange.getMessage().getHeader(SmtpxConstants.RETRY_AFTER, Long.class)).isBetween(10_000L, 20_000L);
            assertThat(exchange.getException())
                    .isExactlyInstanceOf(refused ? SmtpxTransientException.class : SmtpxThrottledException.class)
                    .cause().isInstanceOf(refused ? SmtpxLoginRefusedException.class : SmtpxAuthenticationException.class);
        }
    }

    @Test
    void aMessageWithinTheRateHasNoTimeToWait() {
        Exchange first = send("&maxRate=100/s");
        assertThat(first.getException()).isNull();
        assertThat(first.getMessage().getHeaders()).doesNotContainKey(SmtpxConstants.RETRY_AFTER);
    }
}
