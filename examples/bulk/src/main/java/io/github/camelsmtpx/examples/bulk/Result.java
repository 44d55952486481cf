/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A file of CSV lines, each written as a whole by one call, so that a killed process leaves whole lines behind. */
final class Result implements AutoCloseable {

    /** One line of the result. */
    record Row(String address, Fate fate, String reply, long millis) {

        private String[] cells() {
            return new String[] { address, fate.name(), reply, Long.toString(millis) };
        }
    }

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();
    private static final String[] HEAD = { "address", "outcome", "reply", "ms" };

    private final FileChannel file;

    private Result(FileChannel file) {
        this.file = file;
    }

    /** Goes on behind what is there. */
    static Result append(Path path) throws IOException {
        return new Result(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void write(String... cells) {
        ByteBuffer line = ByteBuffer.wrap((FORMAT.format((Object[]) cells) + "\r\n").getBytes(StandardCharsets.UTF_8));
        try {
            synchronized (file) {
                while (line.hasRemaining()) {
                    file.write(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Row row) {
        write(row.cells());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The cells of every line that is there as a whole; a last one that was cut off is left out. */
    static List<String[]> lines(Path path) throws IOException {
        List<String[]> lines = new ArrayList<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            try (CSVParser parser = CSVParser.parse(text.substring(0, text.lastIndexOf('\n') + 1), FORMAT)) {
                for (CSVRecord row : parser) {
                    lines.add(row.values());
                }
            }
        }
        return lines;
    }

    static List<Row> read(Path path) throws IOException {
        return lines(path).stream().skip(1)
                .map(cells -> new Row(cells[0], Fate.valueOf(cells[1]), cells[2], Long.parseLong(cells[3]))).toList();
    }

    /** Puts these rows in the place of all that was there, at one stroke. */
    static void replace(Path path, List<Row> rows) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (Result result = append(next)) {
            result.write(HEAD);
            rows.forEach(result::write);
        }
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
