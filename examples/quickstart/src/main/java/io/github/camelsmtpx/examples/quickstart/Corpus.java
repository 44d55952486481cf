/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The messages to send: the .eml files of one folder, without its subfolders and hidden files.
 *
 * @param names of the files, in order
 */
record Corpus(Path folder, List<String> names) {

    Corpus {
        names = List.copyOf(names);
    }

    static Corpus of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + " is not a folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".eml") && !name.startsWith(".")).sorted().toList();
            if (names.isEmpty()) {
                throw new IOException("there is no .eml file in " + folder);
            }
            return new Corpus(folder, names);
        }
    }

    /** Copies these messages to another folder, emptied before, and adds the big one. */
    Corpus staged(Path target) throws IOException {
        Files.createDirectories(target);
        try (var old = Files.newDirectoryStream(target, "*.eml")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        for (String name : names) {
            Files.copy(folder.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        BigMail.write(target.resolve("big-attachment.eml"));
        return of(target);
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
