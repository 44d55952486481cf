/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * One message, the same for the same seed and number. Small ones, some larger than what is held in memory, lines that
 * begin with dots, 8-bit text, line ends without CR in some of the given octets.
 *
 * @param number counted from 0
 * @param wire   the octets that must arrive
 * @param given  what the route is given: the same, perhaps with bare LF as line ends
 */
record NumberedMessage(int number, List<String> recipients, byte[] wire, byte[] given) {

    private static final String[] LINES = {
            "The quick brown fox jumps over the lazy dog.", ".", "..", ".leading dot", "", "trailing dot.",
            "\u00dcml\u00e4ute und \u65e5\u672c\u8a9e", "DATA", "QUIT", "x".repeat(900), " folded" };

    static NumberedMessage of(long seed, int number, int recipients) {
        Random random = new Random(seed * 1_000_003 + number);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            int kind = random.nextInt(100);
            // The server refuses these names for good, for now, or accepts them with other codes than 250.
            String name = kind == 0 ? "bad" : kind == 1 ? "soft" : kind == 2 ? "fwd" : kind == 3 ? "odd" : "u";
            names.add(name + number + "-" + i + "@rcpt.test");
        }
        String id = id(number);
        StringBuilder text = new StringBuilder();
        text.append("From: <").append(id).append("@sender.test>\r\nTo: ").append(names.get(0)).append("\r\nSubject: ")
                .append(id)
                .append("\r\nMessage-ID: <").append(id).append("@sender.test>\r\nX-Fault-Id: ").append(id)
                .append("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        int size = size(random);
        boolean eightBit = random.nextInt(3) == 0;
        while (text.length() < size) {
            String line = LINES[random.nextInt(LINES.length)];
            text.append(eightBit || line.chars().allMatch(c -> c < 128) ? line : "seven bits").append("\r\n");
        }
        byte[] wire = text.toString().getBytes(StandardCharsets.UTF_8);
        return new NumberedMessage(number, List.copyOf(names), wire, random.nextInt(4) == 0 ? bareLineFeeds(wire) : wire);
    }

    private static int size(Random random) {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return 300 + random.nextInt(2_000);
        }
        if (kind < 80) {
            return 2_000 + random.nextInt(18_000);
        }
        return kind < 92 ? 20_000 + random.nextInt(44_000) : 64_000 + random.nextInt(kind < 99 ? 100_000 : 600_000);
    }

    private static byte[] bareLineFeeds(byte[] wire) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wire.length);
        for (byte octet : wire) {
            if (octet != '\r') {
                out.write(octet);
            }
        }
        return out.toByteArray();
    }

    static String id(int number) {
        return String.format("m%06d", number);
    }

    String id() {
        return id(number);
    }

    /** The body for an exchange: octets, or a stream that can be read once. */
    Object body() {
        return number % 3 == 0 ? new ByteArrayInputStream(given) : given;
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wire));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
