/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * A message in a file.
 *
 * @param path     where it is
 * @param size     the number of octets it had when this source was made; its reader notices a file that changes before
 *                 it is sent
 * @param modified when it was modified last, at that time
 */
public record FileSource(Path path, long size, FileTime modified) implements MessageSource {

    public FileSource {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(modified, "modified");
        if (size < 0) {
            throw new IllegalArgumentException("size of a file: " + size);
        }
    }

    static FileSource of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // a directory has no octets, and a pipe no size: opening one may wait for ever
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "not a regular file");
            }
            return new FileSource(path, attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(path);
    }
}
