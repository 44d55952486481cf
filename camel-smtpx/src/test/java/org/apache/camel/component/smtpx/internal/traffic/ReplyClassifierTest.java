/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Replies of real servers and the limit that each is about. */
class ReplyClassifierTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|',
               textBlock = """
                       # Postfix
                       GREETING | CONNECTIONS | 421 4.7.0 mx.example.com Error: too many connections from 192.0.2.1
                       GREETING | CONNECTIONS | 421 4.3.2 All server ports are busy
                       STARTTLS | CONNECTIONS | 454 4.7.0 Error: too many new TLS sessions from 192.0.2.1
                       MAIL     | RATE        | 450 4.7.1 Error: too much mail from 192.0.2.1
                       RCPT     | RATE        | 450 4.7.1 Error: too many recipients from 192.0.2.1
                       RCPT     | RECIPIENTS  | 452 4.5.3 Error: too many recipients
                       AUTH     | LOGIN       | 450 4.7.1 Error: too many AUTH commands from 192.0.2.1
                       RCPT     | NONE        | 421 4.7.0 mx.example.com Error: too many errors
                       RCPT     | NONE        | 450 4.1.2 <bob@example.org>: Recipient address rejected: Domain not found
                       RCPT     | NONE        | 450 4.2.0 <bob@example.org>: Recipient address rejected: Greylisted, see http://example.org
                       # Exim
                       GREETING | CONNECTIONS | 421 Too many concurrent SMTP connections; please try again later.
                       GREETING | CONNECTIONS | 421 mx.example.com: Too many concurrent SMTP connections from this IP address
                       MAIL     | MESSAGES    | 421 too many messages in this connection
                       MAIL     | MESSAGES    | 421 mx.example.com: SMTP command timeout - too many messages per connection
                       RCPT     | RECIPIENTS  | 452 too many recipients
                       # Sendmail
                       HELLO    | CONNECTIONS | 421 4.3.2 Connection rate limit exceeded.
                       GREETING | CONNECTIONS | 421 4.3.2 Too many open connections.
                       MAIL     | CONNECTIONS | 421 4.3.2 Too many open connections.
                       RCPT     | RECIPIENTS  | 452 4.5.3 Too many recipients
                       MAIL     | NONE        | 452 4.4.5 Insufficient disk space; try again later
                       MAIL     | NONE        | 451 4.3.0 Temporary system failure. Please try again later.
                       # Microsoft
                       MAIL     | CONNECTIONS | 421 4.3.2 The maximum number of concurrent server connections has exceeded a limit
                       FINAL    | CONNECTIONS | 432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded
                       FINAL    | CONNECTIONS | 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending
                       MAIL     | RATE        | 421 4.4.2 Message submission rate for this client has exceeded the configured limit
                       RCPT     | RATE        | 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)
                       MAIL     | RATE        | 451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited
                       AUTH     | LOGIN       | 454 4.7.0 Temporary authentication failure
                       # Google
                       AUTH     | LOGIN       | 454 4.7.0 Too many login attempts, please try again later.
                       FINAL    | RATE        | 421 4.7.28 Gmail has detected an unusual rate of unsolicited mail
                       RCPT     | NONE        | 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages
                       MAIL     | RATE        | 450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.
                       # Amazon SES
                       FINAL    | RATE        | 454 Throttling failure: Maximum sending rate exceeded.
                       FINAL    | RATE        | 454 Throttling failure: Daily message quota exceeded.
                       # Yahoo, Orange, and others
                       MAIL     | MESSAGES    | 421 Max message per connection reached, closing transmission channel
                       MAIL     | MESSAGES    | 452 4.5.3 session limit
                       GREETING | CONNECTIONS | 421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. OFR_104
                       GREETING | CONNECTIONS | 450 4.7.0 come back later
                       MAIL     | CONNECTIONS | 421 4.7.0 Too many concurrent sessions opened
                       MAIL     | RATE        | 450 4.7.1 slow down, please
                       RCPT     | RATE        | 451 4.7.1 You are sending too fast
                       # About a sender, a recipient or a message
                       RCPT     | NONE        | 451 4.7.1 Greylisting in action, please come back later
                       RCPT     | NONE        | 451 4.7.1 Please try again later
                       RCPT     | NONE        | 450 4.3.2 Service currently unavailable
                       MAIL     | NONE        | 451 4.7.1 sender verification in progress
                       MAIL     | NONE        | 421 4.7.0 go away
                       RCPT     | NONE        | 452 4.2.2 mailbox full
                       RCPT     | NONE        | 452 4.2.2 The email account that you tried to reach is over quota
                       FINAL    | NONE        | 451 4.3.0 queue file write error
                       # Not for a time
                       FINAL    | NONE        | 550 5.4.5 Daily user sending quota exceeded
                       AUTH     | NONE        | 535 5.7.8 bad credentials
                       """)
    void aReplyIsAboutALimit(Stage stage, Lever lever, String reply) {
        assertThat(ReplyClassifier.lever(stage, Reply.of(Integer.parseInt(reply.substring(0, 3)), reply.substring(4))))
                .isEqualTo(lever);
    }

    @Test
    void noReplyIsAboutNoLimit() {
        assertThat(ReplyClassifier.lever(Stage.GREETING, null)).isEqualTo(Lever.NONE);
    }

    @Test
    void aLimitThatLowersTheNextMessageIsNoThrottle() {
        assertThat(Lever.RATE.isThrottle()).isTrue();
        assertThat(Lever.CONNECTIONS.isThrottle()).isTrue();
        assertThat(Lever.RECIPIENTS.isThrottle()).isFalse();
        assertThat(Lever.MESSAGES.isThrottle()).isFalse();
        assertThat(Lever.NONE.isThrottle()).isFalse();
    }
}
