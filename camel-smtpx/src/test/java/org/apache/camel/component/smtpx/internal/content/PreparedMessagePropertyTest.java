/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.internal.content.ContentReader.Piece;
import org.apache.camel.component.smtpx.mail.MessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * NUL, octets above 127 and the size, wherever they are in a message of any length that comes in any way: what a server
 * does not accept never leaves whole.
 */
class PreparedMessagePropertyTest {

    /** The ways to hand over the octets. */
    enum Way {
        ARRAY,
        STREAM,
        OPENER_OF_KNOWN_SIZE,
        OPENER_OF_UNKNOWN_SIZE;

        MessageSource of(byte[] octets) {
            return switch (this) {
                case ARRAY -> MessageSource.of(octets);
                case STREAM -> MessageSource.of(slowly(octets));
                case OPENER_OF_KNOWN_SIZE -> MessageSource.of(() -> slowly(octets), octets.length);
                case OPENER_OF_UNKNOWN_SIZE -> MessageSource.of(() -> slowly(octets), -1);
            };
        }

        /** As a network delivers: fewer octets than the reader has room for. */
        private static InputStream slowly(byte[] octets) {
            return new ByteArrayInputStream(octets) {
                @Override
                public synchronized int read(byte[] b, int off, int len) {
                    return super.read(b, off, Math.min(len, 10_007));
                }
            };
        }
    }

    @Property(tries = 300)
    void whatAServerDoesNotAcceptNeverLeavesWhole(
            @ForAll("messages") byte[] message, @ForAll Way way, @ForAll boolean dataCommand, @ForAll boolean eightBitMime)
            throws IOException {
        PreparedMessage prepared = PreparedMessage.of(way.of(message), false);
        boolean nul = contains(message, 0);
        boolean eightBit = contains(message, -1) || contains(message, (byte) 0xC3);
        if (prepared.scanned()) {
            assertThat(prepared.nul()).isEqualTo(nul);
            assertThat(prepared.eightBit()).isEqualTo(eightBit);
        } else {
            assertThat(prepared.eightBit()).isTrue();
        }
        byte[] sent = send(prepared, dataCommand, !eightBitMime);
        boolean refused = prepared.nul() || !eightBitMime && prepared.scanned() && prepared.eightBit();
        if (sent == null) {
            assertThat(nul || eightBit && !eightBitMime).as("a reason to stop").isTrue();
        } else if (!refused) {
            assertThat(nul).isFalse();
            assertThat(eightBitMime || !eightBit).isTrue();
            byte[] expected = canonical(message, dataCommand);
            assertThat(Arrays.equals(sent, expected)).as("the octets of the message").isTrue();
            long size = prepared.declaredSize(!dataCommand);
            assertThat(size).isIn(-1L, (long) expected.length);
            assertThat(size).as("known before it is read").isGreaterThanOrEqualTo(
                    way == Way.ARRAY || way == Way.OPENER_OF_KNOWN_SIZE ? 0 : -1);
        }
    }

    /** What leaves, with the dots of DATA taken off; null if reading it stopped. */
    private static byte[] send(PreparedMessage prepared, boolean dataCommand, boolean sevenBit) throws IOException {
        ContentEncoder encoder = dataCommand ? ContentEncoder.dotStuffed()
                : prepared.small() ? ContentEncoder.identity() : ContentEncoder.canonical();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (ContentReader reader = new ContentReader(prepared, encoder, 16 * 1024, sevenBit && !prepared.small())) {
            Piece piece = reader.next();
            wire.write(piece.octets(), piece.offset(), piece.length());
            while (!piece.last()) {
                piece = reader.next();
                wire.write(piece.octets(), piece.offset(), piece.length());
            }
        } catch (UnsendableContentException e) {
            return null;
        }
        String text = wire.toString(StandardCharsets.ISO_8859_1);
        return (dataCommand ? text.replaceAll("(?m)(^|\r\n)\\.\\.", "$1.") : text).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] canonical(byte[] message, boolean dataCommand) {
        String text = new String(message, StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        return (dataCommand && !text.isEmpty() && !text.endsWith("\r\n") ? text + "\r\n" : text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean contains(byte[] message, int octet) {
        for (byte each : message) {
            if (each == octet) {
                return true;
            }
        }
        return false;
    }

    /** Lines of one kind up to a length beside a limit, with something special at a place beside another. */
    @Provide
    Arbitrary<byte[]> messages() {
        List<Integer> limits = List.of(0, 1, 16 * 1024, 32 * 1024, 64 * 1024, 80 * 1024, 150_000);
        Arbitrary<Integer> lengths = beside(limits);
        Arbitrary<String> line = Arbitraries.of("text\r\n", "text\n", "text\r", ".\r\n", "\r", "\n", "\r\n", "x", "..x\n");
        Arbitrary<String> special = Arbitraries.of("", "", "\0", "\u00FF", "\u00C3\u00A4", "\r", "\n", ".", "\r\n.\r\n");
        return Combinators.combine(lengths, line, special, lengths).as((length, text, piece, place) -> {
            StringBuilder message = new StringBuilder(text.repeat(length / text.length() + 1));
            message.setLength(length);
            int at = Math.min(place, length);
            message.replace(at, Math.min(length, at + piece.length()), piece);
            return message.toString().getBytes(StandardCharsets.ISO_8859_1);
        });
    }

    private static Arbitrary<Integer> beside(List<Integer> limits) {
        return Combinators.combine(Arbitraries.of(limits), Arbitraries.integers().between(-3, 3))
                .as((limit, distance) -> Math.max(0, limit + distance));
    }
}
