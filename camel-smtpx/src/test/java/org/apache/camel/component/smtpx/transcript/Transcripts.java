/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The transcripts on the class path. */
final class Transcripts {

    private Transcripts() {
    }

    static List<Script> all() {
        try {
            URL folder = Objects.requireNonNull(Transcripts.class.getResource("/transcripts"));
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                return files.filter(file -> file.toString().endsWith(".txt")).sorted().map(Transcripts::read).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Script read(Path file) {
        try {
            String name = file.getFileName().toString();
            return Script.parse(name.substring(0, name.length() - 4), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
