/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimsTest {

    private final Claims claims = new Claims();

    @Test
    void theFirstClaimInTheLogHolds() {
        read(Claims.claim("one", ""), Claims.claim("two", ""));
        assertThat(claims.owner("mail")).isEqualTo("one");
        assertThat(claims.owner("another")).isEmpty();
    }

    @Test
    void whatIsGivenBackMayBeClaimedAgain() {
        read(Claims.claim("one", ""), Claims.free("one"), Claims.claim("two", ""));
        assertThat(claims.owner("mail")).isEqualTo("two");
    }

    @Test
    void onlyTheOwnerCanGiveBack() {
        read(Claims.claim("one", ""), Claims.free("two"));
        assertThat(claims.owner("mail")).isEqualTo("one");
    }

    @Test
    void aRetryTakesThePlaceOfTheClaimThatItNamesAndOnlyOnce() {
        read(Claims.claim("one", ""), Claims.claim("two", "one"), Claims.claim("three", "one"));
        assertThat(claims.owner("mail")).isEqualTo("two");
    }

    @Test
    void aRetryThatNamesAnotherClaimGetsNothing() {
        read(Claims.claim("one", ""), Claims.claim("two", "other"));
        assertThat(claims.owner("mail")).isEqualTo("one");
    }

    @Test
    void whatIsClosedStaysClosed() {
        read(Claims.claim("one", ""), Claims.CLOSED, Claims.free("one"), Claims.claim("two", "one"), Claims.claim("three", ""));
        assertThat(claims.owner("mail")).isEqualTo(Claims.CLOSED);
    }

    @Test
    void aLineOfSomethingElseIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("hello"));
    }

    private void read(String... lines) {
        for (String line : lines) {
            claims.apply("mail", line);
        }
    }
}
