/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/**
 * A message with an attachment of 5 MiB, written when it is needed rather than kept in the repository. The same octets
 * every time.
 */
final class BigMail {

    static final int ATTACHMENT = 5 << 20;

    private static final String HEAD = """
            From: Telescope Archive <archive@observatory.test>
            To: Ada Example <ada@example.org>
            Subject: Raw frame of last night, 5 MiB
            Date: Tue, 03 Mar 2026 04:12:09 +0100
            Message-ID: <frame-20260303-0412@observatory.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_frame"

            --=_frame
            Content-Type: text/plain; charset=us-ascii

            The frame you asked for is attached, uncalibrated, as it left the camera.

            --=_frame
            Content-Type: application/octet-stream; name="frame.raw"
            Content-Disposition: attachment; filename="frame.raw"
            Content-Transfer-Encoding: base64

            """;

    private BigMail() {
    }

    static void write(Path file) throws IOException {
        byte[] frame = new byte[ATTACHMENT];
        new Random(1998).nextBytes(frame);
        Base64.Encoder lines = Base64.getMimeEncoder(76, new byte[] { '\r', '\n' });
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ascii(HEAD));
            out.write(lines.encode(frame));
            out.write(ascii("\n--=_frame--\n"));
        }
    }

    private static byte[] ascii(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
