/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A file of comma-separated values (RFC 4180) in UTF-8, to which lines are appended. Thread-safe. */
public final class Csv implements AutoCloseable {

    /** Wants cells as long as it returns true. */
    @FunctionalInterface
    public interface Taker<T> {
        boolean take(T cells) throws IOException;
    }

    private static final CSVFormat LINES = CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();
    private static final CSVFormat TABLE
            = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final FileChannel file;

    private Csv(FileChannel file) {
        this.file = file;
    }

    /** Goes on behind what is there. */
    public static Csv append(Path path) throws IOException {
        return new Csv(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** A whole line by one call, so that a killed process leaves whole lines. */
    public void write(String... cells) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((LINES.format((Object[]) cells) + "\r\n").getBytes(StandardCharsets.UTF_8));
        synchronized (file) {
            while (line.hasRemaining()) {
                file.write(line);
            }
        }
    }

    /** Returns when all lines are on the disk. */
    public void force() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads a file of {@link #write}; a last line that was cut off, as by a full disk, is removed. */
    public static void read(Path path, Taker<CSVRecord> taker) throws IOException {
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
        try (CSVParser rows = CSVParser.parse(path, StandardCharsets.UTF_8, LINES)) {
            for (CSVRecord row : rows) {
                if (!taker.take(row)) {
                    return;
                }
            }
        }
    }

    /**
     * Reads a table with a head line, with or without a byte order mark; one row is in memory at a time.
     *
     * @param column has to be there
     */
    public static void readTable(Path path, String column, Taker<Map<String, String>> taker) throws IOException {
        try (PushbackReader reader = new PushbackReader(Files.newBufferedReader(path))) {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            try (CSVParser rows = TABLE.parse(reader)) {
                if (!rows.getHeaderNames().contains(column)) {
                    throw new IOException(path + " has no column \"" + column + "\"");
                }
                for (CSVRecord row : rows) {
                    if (!taker.take(row.toMap())) {
                        return;
                    }
                }
            }
        } catch (CharacterCodingException | UncheckedIOException e) {
            throw new IOException(path + " cannot be read: it has to be CSV in UTF-8 (" + e.getMessage() + ")", e);
        }
    }
}
