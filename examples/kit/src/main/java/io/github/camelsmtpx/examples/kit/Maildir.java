/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps each message as a file: {@code ADDRESS/new/N.eml} for every recipient, there as a whole or not at all. */
public record Maildir(Path folder) implements Reception {

    @Override
    public void accept(ReceivedMail mail) throws IOException {
        for (String address : mail.addresses()) {
            Path box = box(address);
            Path whole = Files.createDirectories(box).resolve(mail.id() + ".eml");
            Path part = Files.createDirectories(box.resolveSibling("tmp")).resolve(mail.id() + ".eml");
            Files.write(part, mail.content());
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Where the mail of an address lies. */
    public Path box(String address) {
        return folder.resolve(address.replaceAll("[^A-Za-z0-9@._+-]", "_")).resolve("new");
    }
}
