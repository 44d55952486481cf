/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Raw messages of any length and source, with octets and line ends that need a check before they are sent. */
class RawContentTest extends SmtpxTestSupport {

    private static final String RAW = "raw=true&" + ENVELOPE;
    private static final List<Integer> SIZES = List.of(500, 72 * 1024, 300_000);
    private static final List<String> OFFERED
            = List.of("PIPELINING SIZE", "PIPELINING CHUNKING 8BITMIME SIZE", "CHUNKING SIZE");

    /** The ways to hand over a message. */
    enum Source {
        ARRAY,
        TEXT,
        FILE,
        PATH,
        CACHE,
        STREAM
    }

    @TempDir
    Path folder;

    static Stream<Arguments> messages() {
        return Stream.of(Source.values()).flatMap(
                source -> SIZES.stream().flatMap(size -> OFFERED.stream().map(offered -> arguments(source, size, offered))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aNulIsNeverSentWithoutBinaryMime(Source source, int size, String offered) throws Exception {
        server.offers(offered.split(" "));
        byte[] mail = lines(size, "\r\n");
        mail[mail.length - 20] = 0;
        assertRejected(send(RAW, body(source, mail)), "NUL");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void eightBitsAreNeverSentToAServerWithout8BitMime(Source source, int size, String offered) throws Exception {
        server.offers(offered.replace(" 8BITMIME", "").replace("8BITMIME ", "").split(" "));
        byte[] mail = lines(size, "\r\n");
        mail[mail.length - 20] = (byte) 0xC3;
        mail[mail.length - 19] = (byte) 0xA4;
        assertRejected(send(RAW, body(source, mail)), "8-bit");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void eightBitsAreNeverSentAsBody7Bit(Source source, int size, String offered) throws Exception {
        server.offers(offered.split(" "));
        byte[] mail = lines(size, "\r\n");
        mail[mail.length - 20] = (byte) 0xC3;
        mail[mail.length - 19] = (byte) 0xA4;
        assertRejected(send(RAW + "&bodyType=7bit", body(source, mail)), "8-bit");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theDeclaredSizeIsTheSizeOnTheWire(Source source, int size, String offered) throws Exception {
        server.offers(offered.split(" "));
        for (String end : new String[] { "\r\n", "\n", "\r" }) {
            deliver(RAW, body(source, lines(size, end)));
            deliver(RAW, body(source, withoutLastLineEnd(lines(size, end))));
        }
        List<String> declared = server.commands("MAIL");
        for (int i = 0; i < declared.size(); i++) {
            int sent = server.messages().get(i).octets().length;
            if (source == Source.STREAM && size >= 64 * 1024) {
                assertThat(declared.get(i)).doesNotContain("SIZE");
            } else {
                assertThat(declared.get(i)).contains(" SIZE=" + sent);
            }
        }
    }

    private void assertRejected(Exchange exchange, String reason) {
        assertThat(exchange.getException()).isInstanceOf(SmtpxPermanentException.class).hasMessageContaining(reason);
        assertThat(header(exchange, SmtpxConstants.OUTCOME, Outcome.class).results()).extracting(RecipientResult::fate)
                .containsOnly(Fate.REJECTED);
        assertThat(server.messages()).isEmpty();
    }

    private Object body(Source source, byte[] mail) throws IOException {
        return switch (source) {
            case ARRAY -> mail;
            case TEXT -> new String(mail, StandardCharsets.UTF_8);
            case FILE -> file(mail);
            case PATH -> file(mail).toPath();
            case CACHE -> new InputStreamCache(mail);
            case STREAM -> new ByteArrayInputStream(mail);
        };
    }

    private File file(byte[] mail) throws IOException {
        return Files.write(Files.createTempFile(folder, "mail", ".eml"), mail).toFile();
    }

    private static byte[] withoutLastLineEnd(byte[] mail) {
        String text = new String(mail, StandardCharsets.US_ASCII).stripTrailing();
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A message of about that size. */
    private static byte[] lines(int size, String end) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(MAIL.replace("\r\n", end));
        while (text.length() < size) {
            text.append("x".repeat(30 + random.nextInt(40))).append(end);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
