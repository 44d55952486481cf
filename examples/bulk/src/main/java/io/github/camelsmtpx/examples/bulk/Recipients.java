/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The CSV of recipients: a head line with a column {@code address}; the other columns are for the template. */
final class Recipients {

    static final String ADDRESS = "address";

    private static final CSVFormat FORMAT
            = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Wants rows as long as it returns true. */
    @FunctionalInterface
    interface Taker {
        boolean take(Map<String, String> row) throws IOException;
    }

    private Recipients() {
    }

    /** Hands over one row after the other until the taker returns false; one row is in memory at a time. */
    static void read(Path csv, Taker taker) throws IOException {
        try (PushbackReader reader = new PushbackReader(Files.newBufferedReader(csv))) {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            try (CSVParser rows = FORMAT.parse(reader)) {
                if (!rows.getHeaderNames().contains(ADDRESS)) {
                    throw new IOException(csv + " has no column \"" + ADDRESS + "\"");
                }
                for (CSVRecord row : rows) {
                    if (!taker.take(row.toMap())) {
                        return;
                    }
                }
            }
        } catch (CharacterCodingException | UncheckedIOException e) {
            throw new IOException(csv + " cannot be read: it has to be CSV in UTF-8 (" + e.getMessage() + ")", e);
        }
    }

    /** Different addresses; also finds what is wrong with the file, before a mail is sent. */
    static int count(Path csv) throws IOException {
        Set<String> addresses = new HashSet<>();
        read(csv, row -> {
            addresses.add(Journal.key(row.getOrDefault(ADDRESS, "")));
            return true;
        });
        return addresses.size();
    }
}
