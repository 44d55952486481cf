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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's own book: a line for each copy it accepted, written before the client hears of it. A process that is
 * killed leaves all its lines behind. One writer at a time.
 */
public final class Ledger implements Reception, AutoCloseable {

    /** A copy of a message for one recipient. */
    public record Entry(String recipient, String messageId, long octets) {
    }

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
    public synchronized void accept(ReceivedMail mail) throws IOException {
        StringBuilder lines = new StringBuilder();
        String messageId = mail.header("Message-ID");
        for (String address : mail.addresses()) {
            lines.append(address).append('\t').append(messageId).append('\t').append(mail.content().length).append('\n');
        }
        ByteBuffer octets = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** All entries in order; a last line that was cut off, as by a kill, is left out. */
    public static List<Entry> read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().map(line -> line.split("\t", -1))
                    .forEach(cells -> entries.add(new Entry(cells[0], cells[1], Long.parseLong(cells[2]))));
        }
        return entries;
    }

    /** How many copies each recipient got. */
    public static Map<String, Integer> copies(Path path) throws IOException {
        Map<String, Integer> copies = new TreeMap<>();
        read(path).forEach(entry -> copies.merge(entry.recipient(), 1, Integer::sum));
        return copies;
    }
}
