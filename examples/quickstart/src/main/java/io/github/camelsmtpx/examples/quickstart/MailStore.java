/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** The embedded server's shelf: one file per message in a folder, and the list of them. For many threads. */
final class MailStore {

    private final Path folder;
    private final AtomicInteger numbers = new AtomicInteger();
    private final ConcurrentSkipListMap<Integer, StoredMail> mails = new ConcurrentSkipListMap<>(Comparator.naturalOrder());

    /** Uses this folder, made if need be; the mails of an earlier run in it are removed. */
    MailStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (var old = Files.newDirectoryStream(folder, "*.{eml,part}")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    Spool spool() throws IOException {
        int number = numbers.incrementAndGet();
        return new Spool(this, number, folder.resolve(number + ".part"), folder.resolve(number + ".eml"));
    }

    void add(StoredMail mail) {
        mails.put(mail.id(), mail);
    }

    @Nullable
    StoredMail get(int id) {
        return mails.get(id);
    }

    List<StoredMail> all() {
        return List.copyOf(mails.values());
    }
}
