/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.apache.camel.component.smtpx.mail.MessageSource;

/** Messages that servers are known to stumble over. */
enum Sample {
    PLAIN("Hello,\r\nworld.\r\n"),
    EMPTY_BODY(""),
    EIGHT_BIT("Gr\u00fc\u00dfe aus K\u00f6ln: \u20ac \uD83D\uDE00\r\n"),
    DOTS(".\r\n..\r\n.hidden\r\n\r\n.\r\nQUIT\r\n. \r\n"),
    LONG_LINE("x".repeat(998) + "\r\n" + "y".repeat(30_000) + "\r\n"),
    NO_FINAL_NEWLINE("the end"),
    BARE_LINE_FEEDS("one\ntwo\r\n\n.\nthree\n"),
    TRAILING_CARRIAGE_RETURN("one\r\ntwo\r"),
    COMMANDS("RSET\r\nBDAT 5 LAST\r\nMAIL FROM:<>\r\n"),
    MANY_LINES("0123456789\r\n".repeat(4000)),
    LARGE_25_MIB(null);

    private static final int LARGE = 25 * 1024 * 1024;
    private static byte[] large;

    private final String body;

    Sample(String body) {
        this.body = body;
    }

    /** The message as it is given to the client. */
    byte[] octets() {
        String head = "From: sender@client.test\r\nTo: somebody@example.test\r\nSubject: " + name().toLowerCase()
                      + "\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: <" + name() + "@client.test>\r\n"
                      + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
        return body != null ? (head + body).getBytes(StandardCharsets.UTF_8) : large(head.getBytes(StandardCharsets.UTF_8));
    }

    /** The message in memory; the large one in a file. */
    MessageSource source() throws java.io.IOException {
        if (this != LARGE_25_MIB) {
            return MessageSource.of(octets());
        }
        Path file = Path.of("target", "large.eml");
        if (!Files.exists(file) || Files.size(file) != octets().length) {
            Files.write(file, octets());
        }
        return MessageSource.of(file);
    }

    /** What must arrive: every line end CRLF, and one at the end. */
    byte[] canonical() {
        if (this == LARGE_25_MIB) {
            return octets();
        }
        String text = new String(octets(), StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n");
        return (text.endsWith("\r\n") ? text : text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lines of random length of random octets, many of which begin with a dot. */
    private static synchronized byte[] large(byte[] head) {
        if (large == null) {
            Random random = new Random(25);
            ByteArrayOutputStream out = new ByteArrayOutputStream(LARGE);
            out.writeBytes(head);
            while (out.size() < LARGE - 1000) {
                byte[] line = new byte[random.nextInt(900)];
                random.nextBytes(line);
                for (int i = 0; i < line.length; i++) {
                    line[i] = line[i] >= 0 && line[i] < ' ' ? (byte) '.' : line[i];
                }
                if (line.length > 0 && random.nextInt(3) == 0) {
                    line[0] = '.';
                }
                out.writeBytes(line);
                out.writeBytes(new byte[] { '\r', '\n' });
            }
            while (out.size() < LARGE - 2) {
                out.write('z');
            }
            out.writeBytes(new byte[] { '\r', '\n' });
            large = out.toByteArray();
        }
        return large;
    }
}
