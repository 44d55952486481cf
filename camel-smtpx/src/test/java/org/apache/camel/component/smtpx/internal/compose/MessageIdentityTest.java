/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;

import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageIdentityTest {

    @Test
    void takesOverMessageIdAndDateOfAnEarlierAttempt() throws Exception {
        Composing composing = Composing.body("x");
        ComposedMessage first = composing.compose();
        ComposedMessage second = composing.compose();
        MessageIdentity old = new MessageIdentity(first.messageId(), Instant.EPOCH);
        second.identify(old);
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.identity()).isEqualTo(old);
        assertThat(date(second)).startsWith("Thu, 1 Jan 1970 ");
    }

    @Test
    void leavesMessageIdAndDateOfTheExchangeAlone() throws Exception {
        Composing composing = Composing.body("x");
        composing.allHeaders().header("Message-ID", "<given@example.org>");
        ComposedMessage composed = composing.compose();
        composed.identify(new MessageIdentity("<other@example.org>", Instant.EPOCH));
        assertThat(composed.messageId()).isEqualTo("<given@example.org>");
    }

    @Test
    void givesAnotherMessageAnotherId() throws Exception {
        Composing composing = Composing.body("x");
        MessageComposer composer = composing.composer();
        String first = composer.compose(composing.exchange).messageId();
        assertThat(composer.compose(composing.exchange).messageId()).isNotEqualTo(first);
        composing.header("CamelRedelivered", true);
        assertThat(composing.composer().compose(composing.exchange).messageId()).isNotEqualTo(first);
    }

    @Test
    void neverRepeats() throws Exception {
        Composing composing = Composing.body("x");
        MessageComposer composer = composing.composer();
        HashSet<String> ids = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            assertThat(ids.add(composer.compose(composing.exchange).messageId())).isTrue();
        }
    }

    private static String date(ComposedMessage composed) throws IOException, MessagingException {
        try (InputStream in = composed.source().open()) {
            return Composing.read(in.readAllBytes()).getHeader("Date", null);
        }
    }
}
