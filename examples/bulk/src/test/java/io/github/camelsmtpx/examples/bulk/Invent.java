/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recipients for the proof. */
public final class Invent {

    private static final String[] NAMES
            = { "Ada", "\"Müller, Bob\"", "Zoë", "Łukasz", "\"victim@example.org, Dee\"", "Søren", "Edsger", "Νίκη" };
    private static final String[] CITIES = { "Zürich", "Kraków", "Oslo", "Lisboa", "Αθήνα", "Cork" };

    private Invent() {
    }

    /** {@code FILE COUNT}; the example's server rejects a few of the recipients or closes without a reply. */
    public static void main(String... words) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(words[0]))) {
            // A byte order mark, as spreadsheets write it, and a recipient that is there twice.
            out.write("\uFEFFaddress,name,city,points\r\nreader-1@EXAMPLE.ORG,Ada,Cork,37\r\n");
            for (int i = 1; i <= Integer.parseInt(words[1]); i++) {
                out.write(address(i) + "," + NAMES[i % NAMES.length] + ",\"" + CITIES[i % CITIES.length] + "\"," + i * 37 % 1000
                          + "\r\n");
            }
        }
    }

    static String address(int i) {
        String kind = i % 250 == 0 ? "gone" : i % 333 == 0 ? "full" : i % 3000 == 1499 ? "lost" : "reader";
        return kind + "-" + i + "@example.org";
    }
}
