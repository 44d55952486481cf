/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SendPlannerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # offered            | recipients | small | skipBad | plan
              PIPELINING CHUNKING | 1          | true  | false   | ONE_FLIGHT
              PIPELINING CHUNKING | 1          | true  | true    | ONE_FLIGHT
              PIPELINING CHUNKING | 2          | true  | true    | ONE_FLIGHT
              PIPELINING CHUNKING | 2          | true  | false   | GATED
              PIPELINING CHUNKING | 1          | false | false   | GATED
              PIPELINING CHUNKING | 2          | false | true    | GATED
              PIPELINING          | 1          | true  | false   | DATA_GROUP
              PIPELINING          | 2          | false | true    | DATA_GROUP
              PIPELINING          | 2          | true  | false   | GATED
              CHUNKING            | 1          | true  | false   | LOCK_STEP
              SIZE                | 1          | true  | false   | LOCK_STEP
            """)
    void choosesByWhatIsOfferedAndAsked(String offered, int recipients, boolean small, boolean skipBad, SendPlan plan) {
        SendPolicy policy = SendPolicy.DEFAULTS.withSkipBad(skipBad);

        assertThat(SendPlanner.plan(offering(offered), recipients, small, false, policy)).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # pipelining | chunking | plan
              true       | true     | ONE_FLIGHT
              true       | false    | DATA_GROUP
              false      | true     | LOCK_STEP
              false      | false    | LOCK_STEP
            """)
    void usesNothingThatIsSwitchedOff(boolean pipelining, boolean chunking, SendPlan plan) {
        SendPolicy policy = new SendPolicy(false, pipelining, chunking, SendPolicy.DEFAULT_CHUNK_SIZE, false);
        Capabilities offered = offering("PIPELINING CHUNKING");

        assertThat(SendPlanner.plan(offered, 1, true, false, policy)).isEqualTo(plan);
        assertThat(SendPlanner.chunked(offered, policy)).isEqualTo(chunking);
    }

    @ParameterizedTest
    @CsvSource({ "AUTO", "NEVER" })
    void holdsTheEndBackWhereTheServerIsNotTrusted(OneFlight oneFlight) {
        SendPolicy policy = SendPolicy.DEFAULTS.withOneFlight(oneFlight);

        assertThat(SendPlanner.plan(offering("PIPELINING CHUNKING"), 1, true, false, policy)).isEqualTo(SendPlan.HELD);
        assertThat(SendPlanner.plan(offering("PIPELINING CHUNKING"), 1, false, false, policy)).isEqualTo(SendPlan.GATED);
        assertThat(SendPlanner.plan(offering("PIPELINING"), 1, true, false, policy)).isEqualTo(SendPlan.DATA_GROUP);
        assertThat(SendPlanner.plan(offering("PIPELINING CHUNKING"), 1, true, true, policy)).isEqualTo(SendPlan.GATED);
        assertThat(SendPlanner.plan(offering("PIPELINING"), 1, true, true, policy)).isEqualTo(SendPlan.GATED);
        assertThat(SendPlanner.plan(offering("CHUNKING"), 1, true, true, policy)).isEqualTo(SendPlan.LOCK_STEP);
    }

    private static Capabilities offering(String keywords) {
        List<String> lines = new ArrayList<>(List.of("mx.example.org"));
        lines.addAll(List.of(keywords.split(" ")));
        return Capabilities.ofEhlo(Reply.of(250, lines));
    }
}
