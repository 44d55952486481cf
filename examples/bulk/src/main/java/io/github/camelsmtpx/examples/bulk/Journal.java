/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Two files: {@code result.csv.sending} has an address <em>before</em> its mail may leave, {@code result.csv} has a row
 * when the outcome is known. An address that is in the first only, when a run begins, is UNKNOWN. After a write that
 * failed, as on a full disk, no further mail begins and nothing is deleted. Thread-safe.
 */
final class Journal implements AutoCloseable {

    /** The outcome of a mail; UNKNOWN ones may have arrived. */
    enum Fate {
        DELIVERED,
        REJECTED,
        FAILED,
        UNKNOWN
    }

    /** A line of the result. */
    record Row(String address, Fate fate, String reply, long millis) {

        private static Row of(CSVRecord cells) {
            return new Row(cells.get(0), Fate.valueOf(cells.get(1)), cells.get(2), Long.parseLong(cells.get(3)));
        }
    }

    @FunctionalInterface
    private interface Lines {
        void accept(CSVRecord cells) throws IOException;
    }

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();
    private static final String ENDED = "the program ended before the reply came";

    private final Path sendingFile;
    private final FileChannel result;
    private final FileChannel sending;
    private final Map<String, Fate> begun;
    private final Map<Fate, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile @Nullable IOException failure;

    Journal(Path sendingFile, FileChannel result, FileChannel sending, Map<String, Fate> begun) {
        this.sendingFile = sendingFile;
        this.result = result;
        this.sending = sending;
        this.begun = begun;
        begun.values().forEach(this::count);
    }

    /** Goes on where an earlier run ended: leaves out FAILED rows, and UNKNOWN ones if they are sent again. */
    static Journal open(Path file, boolean retryUnknown) throws IOException {
        Path sendingFile = file.resolveSibling(file.getFileName() + ".sending");
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Map<String, Fate> fates = new ConcurrentHashMap<>();
        Files.deleteIfExists(next);
        try (FileChannel rows = append(next)) {
            write(rows, "address", "outcome", "reply", "ms");
            read(file, 1, cells -> keep(Row.of(cells), fates, rows, retryUnknown));
            read(sendingFile, 0, cells -> keep(new Row(cells.get(0), Fate.UNKNOWN, ENDED, 0), fates, rows, retryUnknown));
            rows.force(true);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(sendingFile);
        fates.values().removeIf(fate -> isSentAgain(fate, retryUnknown));
        return new Journal(sendingFile, append(file), append(sendingFile), fates);
    }

    private static void keep(Row row, Map<String, Fate> fates, FileChannel rows, boolean retryUnknown) throws IOException {
        if (fates.putIfAbsent(key(row.address), row.fate) == null && !isSentAgain(row.fate, retryUnknown)) {
            write(rows, row);
        }
    }

    private static boolean isSentAgain(Fate fate, boolean retryUnknown) {
        return fate == Fate.FAILED || retryUnknown && fate == Fate.UNKNOWN;
    }

    /** One spelling for each mailbox: the domain is case-insensitive. */
    static String key(String address) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at + 1) + address.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether to send this mail; from now on it may have been sent. */
    boolean begin(String address) throws IOException {
        checkWrites();
        if (begun.putIfAbsent(key(address), Fate.UNKNOWN) != null) {
            return false;
        }
        try {
            write(sending, address);
            return true;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Writes the outcome. A write that fails is reported by the next {@link #begin} and by {@link #close}. */
    void end(Row row) {
        if (failure == null) {
            try {
                write(result, row);
                count(row.fate);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private void count(Fate fate) {
        counts.computeIfAbsent(fate, unused -> new AtomicInteger()).incrementAndGet();
    }

    int count(String fate) {
        AtomicInteger count = counts.get(Fate.valueOf(fate));
        return count == null ? 0 : count.get();
    }

    /** Recipients with a row in the result. */
    int settled() {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void checkWrites() throws IOException {
        if (failure != null) {
            throw new IOException("the result could not be written, run again to go on: " + failure.getMessage(), failure);
        }
    }

    /** Only when no mail is in flight. */
    @Override
    public void close() throws IOException {
        try (result; sending) {
            checkWrites();
            result.force(true);
        }
        Files.deleteIfExists(sendingFile);
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void write(FileChannel file, Row row) throws IOException {
        write(file, row.address, row.fate.name(), row.reply.replaceAll("\\s+", " "), Long.toString(row.millis));
    }

    /** A whole line by one call, so that a killed process leaves whole lines. */
    private static void write(FileChannel file, String... cells) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((FORMAT.format((Object[]) cells) + "\r\n").getBytes(StandardCharsets.UTF_8));
        synchronized (file) {
            while (line.hasRemaining()) {
                file.write(line);
            }
        }
    }

    /** The rows of a result. */
    static void rows(Path path, Consumer<Row> rows) throws IOException {
        read(path, 1, cells -> rows.accept(Row.of(cells)));
    }

    /** Reads one line after the other; a last one that was cut off goes. */
    private static void read(Path path, int skip, Lines lines) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            for (int octet = '\n' + 1; end > 0 && octet != '\n'; end--) {
                file.seek(end - 1);
                octet = file.read();
                if (octet == '\n') {
                    end++;
                }
            }
            file.setLength(end);
        }
        try (CSVParser rows = CSVParser.parse(path, StandardCharsets.UTF_8, FORMAT)) {
            for (CSVRecord row : rows) {
                if (row.getRecordNumber() > skip) {
                    lines.accept(row);
                }
            }
        }
    }
}
