/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

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
 * Going through the octets of a message: per 64 KiB of text to be sent with DATA, and per look over a message of 2 KiB.
 * The lines have up to 72 characters and end with CRLF; one in fifty begins with a dot. What is allocated shows with
 * {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DotStufferBenchmark {

    private final byte[] text = text(64 * 1024);
    private final byte[] mail = Arrays.copyOf(text, 2 * 1024);
    private final byte[] wire = new byte[ContentEncoder.dotStuffed().bound(text.length) + ContentEncoder.FINISH_BOUND];

    private static byte[] text(int size) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(size + 80);
        for (int line = 0; text.length() < size; line++) {
            text.append(line % 50 == 49 ? "." : "").append("word ".repeat(random.nextInt(14))).append("\r\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
    }

    @Benchmark
    public int stuff64KiB() {
        ContentEncoder encoder = ContentEncoder.dotStuffed();
        int length = encoder.encode(text, 0, text.length, wire, 0);
        return length + encoder.finish(wire, length);
    }

    @Benchmark
    public ContentScan scan2KiB() {
        return ContentScan.of(mail);
    }
}
