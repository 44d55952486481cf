/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.camelsmtpx.examples.outbox.SentLog.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentLogTest {

    private static final String DONE = SentLog.DONE;
    private static final String NEXT = SentLog.NEXT;

    @Test
    void theFirstClaimOfAnAttemptWins() {
        List<String> log = List.of("0 one mail", "0 two mail");
        assertThat(claim(log, "mail", 0, "one")).isEqualTo(Claim.WON);
        assertThat(claim(log, "mail", 0, "two")).isEqualTo(Claim.LOST);
        assertThat(claim(log, "other mail", 0, "two")).isEqualTo(Claim.LOST);
    }

    @Test
    void theNextAttemptIsClaimedAnew() {
        List<String> log = List.of("0 one mail", "0 NEXT mail", "1 two mail", "0 three mail");
        assertThat(claim(log, "mail", 1, "two")).isEqualTo(Claim.WON);
        assertThat(claim(log, "mail", 0, "three")).isEqualTo(Claim.OVER);
        assertThat(claim(log, "mail", 0, "one")).isEqualTo(Claim.OVER);
    }

    @Test
    void nothingIsClaimedBehindTheEnd() {
        List<String> log = List.of("0 one mail", "0 NEXT mail", "0 DONE mail", "1 two mail");
        assertThat(claim(log, "mail", 1, "two")).isEqualTo(Claim.OVER);
    }

    /** A claim that came behind the end was all that compaction left, when both had the id as their key. */
    @Test
    void compactionLeavesTheEndOfAMailThatIsClaimedAfterIt() {
        List<String> log = List.of("0 one mail", "0 DONE mail", "0 two mail");
        assertThat(claim(compacted(log, new Random(1), 3), "mail", 0, "two")).isEqualTo(Claim.OVER);
    }

    @Test
    void anIdMayHoldBlanks() {
        assertThat(claim(List.of("0 one my first mail"), "my first mail", 0, "one")).isEqualTo(Claim.WON);
    }

    @ParameterizedTest
    @ValueSource(strings = { "hello", "", "x one mail", "-1 one mail", "99999999999 one mail", "0 one" })
    void anyOtherRecordIsRefused(String record) {
        assertThatThrownBy(() -> claim(List.of(record), "mail", 0, "one")).hasMessage("no fact: " + record);
    }

    @Test
    void theInstanceEndsWhenAClaimIsStoredAndNotRead() {
        List<String> stored = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        SentLog sent = new SentLog(stored::add, Duration.ofMillis(1), () -> ends.add("exit"));
        assertThatThrownBy(() -> sent.claim("mail", 0)).hasMessage("a claim was stored, and not read for PT0.001S");
        assertThat(stored).singleElement().asString().matches("0 [0-9a-f-]{36} mail");
        assertThat(ends).containsExactly("exit");
    }

    @Test
    void aClaimThatIsNotStoredEndsNothing() {
        SentLog sent = new SentLog(fact -> {
            throw new IllegalStateException("no broker");
        }, Duration.ZERO, () -> {
            throw new AssertionError("ended");
        });
        assertThatThrownBy(() -> sent.claim("mail", 0)).hasMessage("no broker");
    }

    @Test
    void compactionAtAnyTimeChangesNoAnswer() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<String> log = log(random);
            List<String> compacted = compacted(log, random, 1 + random.nextInt(log.size()));
            Set<String> tokens = new HashSet<>();
            log.forEach(fact -> tokens.add(fact.split(" ")[1]));
            for (int attempt = 0; attempt < 5; attempt++) {
                for (String token : tokens) {
                    assertThat(claim(compacted, "mail", attempt, token))
                            .as("seed %d: claim %s of attempt %d in %s and %s", seed, token, attempt, log, compacted)
                            .isEqualTo(claim(log, "mail", attempt, token));
                }
            }
        }
    }

    /** Several instances claim attempts, each with a new token; winners end them, often twice, sometimes much later. */
    private static List<String> log(Random random) {
        List<String> log = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        int letters = 1;
        for (int i = 0; i < 12; i++) {
            int attempt = random.nextInt(letters);
            String token = "token-" + i;
            log.add(attempt + " " + token + " mail");
            if (claim(log, "mail", attempt, token) == Claim.WON) {
                boolean next = random.nextInt(4) > 0;
                letters = Math.max(letters, next ? attempt + 2 : letters);
                ends.add(attempt + " " + (next ? NEXT : DONE) + " mail");
            }
            if (!ends.isEmpty() && random.nextBoolean()) {
                log.add(ends.get(random.nextInt(ends.size())));
            }
        }
        return log;
    }

    /** The first records, each only if there is no later one with its key, and the rest as it is. */
    private static List<String> compacted(List<String> log, Random random, int dirty) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (i >= dirty || !log.subList(i + 1, dirty).contains(log.get(i)) || random.nextInt(10) == 0) {
                left.add(log.get(i));
            }
        }
        return left;
    }

    private static Claim claim(List<String> log, String id, int attempt, String token) {
        SentLog sent = new SentLog(fact -> {
        }, Duration.ZERO, () -> {
        });
        log.forEach(sent::read);
        return sent.claim(id, attempt, token);
    }
}
