/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.util.List;

/**
 * What is measured.
 *
 * @param latencyMillis by which the embedded server holds back every reply
 * @param senders       threads that send one mail after the other
 * @param octets        of the text of each mail
 */
record Scenario(String name, int latencyMillis, int senders, int octets) {

    static final List<Scenario> EMBEDDED = List.of(
            new Scenario("1 sender, server near", 0, 1, 1_000),
            new Scenario("16 senders, server near", 0, 16, 1_000),
            new Scenario("1 sender, replies 10 ms late", 10, 1, 1_000),
            new Scenario("16 senders, replies 10 ms late", 10, 16, 1_000),
            new Scenario("4 senders, 1 MB each, server near", 0, 4, 1_000_000));

    static final List<Scenario> REAL = List.of(
            new Scenario("1 sender", 0, 1, 1_000), new Scenario("4 senders", 0, 4, 1_000));

    String text() {
        String line = "All work and no play makes a benchmark a dull thing to look at.\r\n";
        return line.repeat(Math.max(1, octets / line.length()));
    }
}
