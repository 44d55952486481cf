/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.internal.wire.CommandBuffer;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing the group of commands that leads a message, MAIL with two parameters, each RCPT, and BDAT: per mail, with one
 * recipient and with five hundred. The addresses have been read before; their octets are kept with them. What is
 * allocated shows with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GroupEncodingBenchmark {

    @Param({ "1", "500" })
    public int recipients;

    private final CommandBuffer group = new CommandBuffer();
    private final Address sender = Address.parse("ann@example.org");
    private final List<String> mailParameters = List.of("BODY=8BITMIME");
    private final List<Address> to = new ArrayList<>();

    @Setup
    public void addresses() {
        for (int i = 0; i < recipients; i++) {
            to.add(Address.parse("recipient" + i + "@example.com"));
        }
    }

    @Benchmark
    public int group() {
        group.clear();
        Command.appendMail(group, MailVerb.MAIL, sender, 2048, mailParameters, false);
        for (Address recipient : to) {
            Command.appendRcpt(group, recipient, List.of(), false);
        }
        Command.appendBdat(group, 2048, true);
        return group.length();
    }
}
