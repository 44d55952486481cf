/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OfferAfterLoginTest {

    private final OfferAfterLogin offer = new OfferAfterLogin();

    private static Capabilities offers(String... keywords) {
        List<String> lines = new ArrayList<>(List.of("mx.example.org"));
        lines.addAll(Arrays.asList(keywords));
        return Capabilities.ofEhlo(Reply.of(250, lines));
    }

    @Test
    void nothingIsKnownBeforeTheFirstLogin() {
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN", "SIZE 100"))).isFalse();
    }

    @Test
    void sameOfferIsKnown() {
        offer.record(offers("AUTH PLAIN", "SIZE 100", "PIPELINING"), offers("PIPELINING", "SIZE 100", "AUTH PLAIN"));
        assertThat(offer.isKnownUnchanged(offers("SIZE 100", "PIPELINING", "AUTH PLAIN"))).isTrue();
    }

    @Test
    void authMayBeMissingAfterTheLogin() {
        offer.record(offers("AUTH PLAIN", "SIZE 100"), offers("SIZE 100"));
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN", "SIZE 100"))).isTrue();
    }

    @Test
    void offerThatGrowsIsAskedForEachTime() {
        offer.record(offers("AUTH PLAIN", "SIZE 100"), offers("AUTH PLAIN", "SIZE 100", "DSN"));
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN", "SIZE 100"))).isFalse();
    }

    @Test
    void otherParameterIsAnotherOffer() {
        offer.record(offers("AUTH PLAIN", "SIZE 100"), offers("AUTH PLAIN", "SIZE 200"));
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN", "SIZE 100"))).isFalse();
    }

    /** Several machines may be behind one name, and a server may be updated. */
    @Test
    void otherOfferBeforeTheLoginIsNotKnown() {
        offer.record(offers("AUTH PLAIN", "SIZE 100"), offers("AUTH PLAIN", "SIZE 100"));
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN", "SIZE 200"))).isFalse();
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN LOGIN", "SIZE 100"))).isFalse();
    }

    @Test
    void laterChangeIsLearned() {
        offer.record(offers("AUTH PLAIN"), offers("AUTH PLAIN"));
        offer.record(offers("AUTH PLAIN", "SIZE"), offers("AUTH PLAIN", "SIZE", "DSN"));
        assertThat(offer.isKnownUnchanged(offers("AUTH PLAIN"))).isFalse();
    }
}
