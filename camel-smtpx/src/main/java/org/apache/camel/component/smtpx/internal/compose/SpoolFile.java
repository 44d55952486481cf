/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;

import org.apache.camel.converter.stream.CipherPair;
import org.apache.camel.spi.StreamCachingStrategy;
import org.jspecify.annotations.Nullable;

/** A temporary file for the octets of one message, enciphered if the context enciphers what it spools. */
final class SpoolFile {
    private static final int BUFFER = 64 * 1024;

    private final Path path;
    private final @Nullable CipherPair ciphers;

    private SpoolFile(Path path, @Nullable CipherPair ciphers) {
        this.path = path;
        this.ciphers = ciphers;
    }

    static SpoolFile create(StreamCachingStrategy strategy) throws IOException {
        CipherPair ciphers = ciphers(strategy.getSpoolCipher());
        File directory = strategy.isSpoolEnabled() ? strategy.getSpoolDirectory() : null;
        if (directory == null) {
            return new SpoolFile(Files.createTempFile("camel-smtpx-", ".eml"), ciphers);
        }
        Path parent = Files.createDirectories(directory.toPath());
        return new SpoolFile(Files.createTempFile(parent, "camel-smtpx-", ".eml"), ciphers);
    }

    OutputStream write() throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
        return ciphers == null ? out : new CipherOutputStream(out, ciphers.getEncryptor());
    }

    InputStream open() throws IOException {
        InputStream in = Files.newInputStream(path);
        return ciphers == null ? in : new CipherInputStream(in, ciphers.createDecryptor());
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static @Nullable CipherPair ciphers(@Nullable String transformation) throws IOException {
        if (transformation == null || transformation.isBlank()) {
            return null;
        }
        try {
            return new CipherPair(transformation);
        } catch (GeneralSecurityException e) {
            throw new IOException("No cipher for the spool file: " + transformation, e);
        }
    }
}
