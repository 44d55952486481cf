/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;

/** Keeps each message as a file: {@code ADDRESS/new/N.eml} for every recipient, there as a whole or not at all. */
public record Maildir(Path folder) implements Reception {

    @Override
    public void accept(long id, ReceivedMessage message) throws IOException {
        for (String address : message.to()) {
            Path box = box(address);
            Path whole = Files.createDirectories(box).resolve(id + ".eml");
            Path part = Files.createDirectories(box.resolveSibling("tmp")).resolve(id + ".eml");
            Files.write(part, message.octets());
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The folder with the mail of an address. */
    public Path box(String address) {
        return folder.resolve(address.replaceAll("[^A-Za-z0-9@._+-]", "_")).resolve("new");
    }
}
