/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.camelsmtpx.examples.kit.Csv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BulkTest {

    @TempDir
    Path folder;

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        Path csv = Files.writeString(csv(), "\uFEFFaddress,name\r\nann@a.test,Ann\r\n");
        assertThat(addresses(csv)).containsExactly("ann@a.test");
    }

    @Test
    void latin1IsRefusedBeforeTheFirstMailWithTheNameOfTheFile() throws IOException {
        Path csv = Files.writeString(csv(), "address,name\r\nann@a.test,Müller\r\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Bulk.count(csv)).isInstanceOf(IOException.class)
                .hasMessageContaining("recipients.csv cannot be read: it has to be CSV in UTF-8");
    }

    @Test
    void anOpenQuoteIsRefused() throws IOException {
        Path csv = Files.writeString(csv(), "address,name\r\nann@a.test,\"Ann\r\n");
        assertThatThrownBy(() -> Bulk.count(csv)).isInstanceOf(IOException.class).hasMessageContaining("recipients.csv");
    }

    @Test
    void recipientsThatAreThereTwiceCountOnce() throws IOException {
        Path csv = Files.writeString(csv(),
                "address,name\r\nann@a.test,Ann\r\nann@A.test ,Ann\r\nbob@b.test,\"Müller, Bob\"\r\n");
        assertThat(Bulk.count(csv)).isEqualTo(2);
    }

    @Test
    void theColumnOfAddressesIsNeeded() throws IOException {
        Path csv = Files.writeString(csv(), "mail\r\nann@a.test\r\n");
        assertThatThrownBy(() -> Bulk.count(csv)).hasMessageContaining("no column \"address\"");
    }

    private static List<String> addresses(Path csv) throws IOException {
        List<String> addresses = new ArrayList<>();
        Csv.readTable(csv, "address", row -> addresses.add(String.valueOf(row.get("address"))));
        return addresses;
    }

    private Path csv() {
        return folder.resolve("recipients.csv");
    }
}
