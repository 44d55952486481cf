/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.mail.Reply;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading replies: per mail (four replies in one piece, of which the last has another queue id each time), and per
 * reply to EHLO (nine lines). What the parser allocates shows with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplyParserBenchmark {

    private static final byte[] DIGITS = octets("0123456789ABCDEF");

    private final byte[] mail = octets("""
            250 2.1.0 Ok
            250 2.1.5 Ok
            354 End data with <CR><LF>.<CR><LF>
            250 2.0.0 Ok: queued as 0000000000
            """);
    private final byte[] hello = octets("""
            250-mail.example.org
            250-PIPELINING
            250-SIZE 10240000
            250-ETRN
            250-AUTH PLAIN LOGIN
            250-ENHANCEDSTATUSCODES
            250-8BITMIME
            250-DSN
            250 CHUNKING
            """);
    private final ReplyParser parser = new ReplyParser(ReplySyntax.STRICT);
    private final Consumer<Reply> consumer = reply -> last = reply;
    private int queueId;
    private Reply last;

    private static byte[] octets(String lines) {
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public Reply oneMail() throws MalformedReplyException {
        nextQueueId();
        parser.feed(mail, 0, mail.length, consumer);
        return last;
    }

    @Benchmark
    public Reply hello() throws MalformedReplyException {
        parser.feed(hello, 0, hello.length, consumer);
        return last;
    }

    /** Writes the next number over the last eight digits, in place. */
    private void nextQueueId() {
        int rest = queueId++;
        for (int at = mail.length - 3; at > mail.length - 11; at--) {
            mail[at] = DIGITS[rest & 0xF];
            rest >>>= 4;
        }
    }
}
