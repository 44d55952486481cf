/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The CSV of recipients: a head line with a column {@code address}; the other columns are for the template. */
final class Recipients {

    static final String ADDRESS = "address";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final String[] NAMES = { "Ada", "Jörg", "Zoë", "Łukasz", "Grace", "Søren", "Edsger", "Νίκη" };
    private static final String[] CITIES = { "Zürich", "Kraków", "Oslo", "Lisboa", "Αθήνα", "Cork" };

    private Recipients() {
    }

    /** Hands over one row after the other, never more than one in memory, until the taker wants no more. */
    static void read(Path csv, Predicate<Map<String, String>> taker) throws IOException {
        try (Reader reader = Files.newBufferedReader(csv); var rows = FORMAT.parse(reader)) {
            if (!rows.getHeaderNames().contains(ADDRESS)) {
                throw new IOException(csv + " has no column \"" + ADDRESS + "\"");
            }
            for (CSVRecord row : rows) {
                if (!taker.test(row.toMap())) {
                    return;
                }
            }
        }
    }

    static int count(Path csv) throws IOException {
        int[] rows = new int[1];
        read(csv, row -> ++rows[0] > 0);
        return rows[0];
    }

    /** So many recipients, some of whom the example's server refuses or leaves without an answer. */
    static void invent(Path csv, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("address,name,city,points\r\n");
            for (int i = 1; i <= count; i++) {
                String kind = i % 250 == 0 ? "gone" : i % 333 == 0 ? "full" : i % 3000 == 1499 ? "lost" : "reader";
                out.write(kind + "-" + i + "@example.org," + NAMES[i % NAMES.length] + ",\"" + CITIES[i % CITIES.length]
                          + "\"," + i * 37 % 1000 + "\r\n");
            }
        }
    }
}
