/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A message on its way into the store: octets are added, counted and digested; then it is kept or dropped. For one
 * thread.
 */
final class Spool {

    private final MailStore store;
    private final int number;
    private final Path part;
    private final Path whole;
    private final MessageDigest digest = Canonical.sha256();
    private final OutputStream out;
    private long size;

    Spool(MailStore store, int number, Path part, Path whole) throws IOException {
        this.store = store;
        this.number = number;
        this.part = part;
        this.whole = whole;
        this.out = new DigestOutputStream(Files.newOutputStream(part), digest);
    }

    /** Adds all there is. */
    void append(InputStream in) throws IOException {
        size += in.transferTo(out);
    }

    /** Adds exactly so many octets; an end before them is an {@link EOFException}. */
    void append(InputStream in, long octets) throws IOException {
        byte[] buffer = new byte[(int) Math.min(octets, 1 << 16)];
        for (long left = octets; left > 0;) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("the connection ended " + left + " octets before the end of the chunk");
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        size += octets;
    }

    StoredMail keep(String sender, List<String> recipients) throws IOException {
        out.close();
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        StoredMail mail = new StoredMail(number, sender, recipients, whole, size, HexFormat.of().formatHex(digest.digest()));
        store.add(mail);
        return mail;
    }

    void drop() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
