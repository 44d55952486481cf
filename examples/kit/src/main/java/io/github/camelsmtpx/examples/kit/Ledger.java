/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;

/**
 * A line for each copy that the server accepted: recipient and Message-ID. It is written before the client knows; a
 * process that is killed leaves all its lines behind. One writer at a time.
 */
public final class Ledger implements Reception, AutoCloseable {

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** Goes on behind what is there. */
    public static Ledger open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public synchronized void accept(long id, ReceivedMessage message) throws IOException {
        String end = "\t" + Notifications.head(message).lines().filter(line -> line.startsWith("Message-ID: "))
                .map(line -> line.substring("Message-ID: ".length())).findFirst().orElse("") + "\n";
        String lines = message.to().stream().map(address -> address + end).collect(Collectors.joining());
        ByteBuffer octets = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** How many copies each recipient got; a last line that was cut off, as by a kill, is left out. */
    public static Map<String, Integer> copies(Path path) throws IOException {
        Map<String, Integer> copies = new TreeMap<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            text.substring(0, text.lastIndexOf('\n') + 1).lines()
                    .forEach(line -> copies.merge(line.split("\t", 2)[0], 1, Integer::sum));
        }
        return copies;
    }
}
