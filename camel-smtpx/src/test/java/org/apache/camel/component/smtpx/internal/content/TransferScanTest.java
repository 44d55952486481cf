/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages of any octets, in pieces of any length, against a scan one octet at a time and the encoder. */
class TransferScanTest {

    private static final byte[] FREQUENT = { '\r', '\n', '\r', '\n', 'a', '.', 0, (byte) 0x80, ' ', 15, 16 };

    @Test
    void findsTheSameInPiecesOfAnyLength() {
        Random random = new Random(19);
        for (int round = 0; round < 20_000; round++) {
            byte[] message = message(random);
            TransferScan scan = new TransferScan();
            for (int at = 0; at < message.length;) {
                int length = Math.min(message.length - at, random.nextInt(40));
                scan.add(message, at, length);
                at += length;
            }
            byte[] canonical = ContentEncoder.canonical(message);
            ContentScan whole = ContentScan.of(message);
            assertThat(scan.canonicalSize()).isEqualTo(canonical.length);
            assertThat(scan.eightBit()).isEqualTo(whole.eightBit());
            assertThat(scan.nul()).isEqualTo(whole.nul());
            assertThat(scan.endsWithLineEnd()).isEqualTo(whole.endsWithLineEnd());
        }
    }

    private static byte[] message(Random random) {
        byte[] message = new byte[random.nextInt(200)];
        // Many messages hold none of the rare octets
        int kinds = 1 + random.nextInt(FREQUENT.length);
        for (int i = 0; i < message.length; i++) {
            message[i] = random.nextInt(4) > 0 ? (byte) 'x' : FREQUENT[random.nextInt(kinds)];
        }
        return message;
    }
}
