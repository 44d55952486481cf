/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.github.camelsmtpx.examples.kit.Csv;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void aMailBeginsOnce() throws IOException {
        try (Journal journal = open(false)) {
            assertThat(journal.begin("ann@a.test")).isTrue();
            assertThat(journal.begin("ann@a.test")).isFalse();
            journal.end(row("ann@a.test", Fate.DELIVERED));
        }
        try (Journal again = open(false)) {
            assertThat(again.begin("ann@a.test")).isFalse();
            assertThat(again.count("DELIVERED")).isEqualTo(1);
        }
    }

    @Test
    void aMailInFlightWhenTheProgramEndedIsUnknownAndLeftOut() throws IOException {
        Journal killed = open(false);
        killed.begin("ann@a.test");
        killed.begin("bob@b.test");
        killed.end(row("bob@b.test", Fate.DELIVERED));
        // never closed

        try (Journal next = open(false)) {
            assertThat(next.begin("ann@a.test")).isFalse();
            assertThat(next.begin("bob@b.test")).isFalse();
            assertThat(next.begin("cy@c.test")).isTrue();
            next.end(row("cy@c.test", Fate.DELIVERED));
        }

        assertThat(rows()).extracting(Journal.Row::address, row -> row.fate().name()).containsExactlyInAnyOrder(
                tuple("ann@a.test", "UNKNOWN"),
                tuple("bob@b.test", "DELIVERED"),
                tuple("cy@c.test", "DELIVERED"));
    }

    @Test
    void aFailedMailIsSentAgainAndARejectedOneIsNot() throws IOException {
        finished(row("ann@a.test", Fate.FAILED), row("bob@b.test", Fate.REJECTED),
                row("cy@c.test", Fate.UNKNOWN));

        try (Journal next = open(false)) {
            assertThat(next.begin("ann@a.test")).isTrue();
            assertThat(next.begin("bob@b.test")).isFalse();
            assertThat(next.begin("cy@c.test")).isFalse();
        }
    }

    @Test
    void unknownMailsAreSentAgainOnRequest() throws IOException {
        finished(row("cy@c.test", Fate.UNKNOWN));

        try (Journal next = open(true)) {
            assertThat(next.begin("cy@c.test")).isTrue();
            assertThat(next.settled()).isZero();
        }
    }

    @Test
    void aLineThatWasCutOffCountsAsNotWritten() throws IOException {
        finished(row("ann@a.test", Fate.DELIVERED));
        Files.writeString(file(), "bob@b.test,DELIV", StandardOpenOption.APPEND);

        try (Journal next = open(false)) {
            assertThat(next.begin("ann@a.test")).isFalse();
            assertThat(next.begin("bob@b.test")).isTrue();
        }
        assertThat(rows()).hasSize(1);
    }

    @Test
    void aReplyMayHoldQuotesAndCommas() throws IOException {
        finished(new Journal.Row("ann@a.test", Fate.REJECTED, "550 \"no\", he said,\nand left", 3));

        assertThat(rows()).singleElement().extracting(Journal.Row::reply)
                .isEqualTo("550 \"no\", he said, and left");
    }

    @Test
    void aMailboxIsBegunOnceWhateverTheCaseOfItsDomain() throws IOException {
        try (Journal journal = open(false)) {
            assertThat(journal.begin("ann@a.test")).isTrue();
            assertThat(journal.begin("ann@A.Test")).isFalse();
            assertThat(journal.begin("Ann@a.test")).isTrue();
            journal.end(row("ann@a.test", Fate.DELIVERED));
            journal.end(row("Ann@a.test", Fate.DELIVERED));
        }
    }

    @Test
    void aFailedWriteStopsTheRunAndDeletesNothing() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device on which every write fails").exists();
        finished(row("ann@a.test", Fate.DELIVERED));
        Path sending = Files.createSymbolicLink(folder.resolve("result.csv.sending"), full);
        try (Csv result = Csv.append(file());
             Csv noSpace = Csv.append(full)) {
            Journal journal = new Journal(sending, result, noSpace, new HashMap<>());
            assertThatThrownBy(() -> journal.begin("bob@b.test")).hasMessageContaining("No space left on device");
            journal.end(row("bob@b.test", Fate.DELIVERED));
            assertThatThrownBy(() -> journal.begin("cy@c.test")).hasMessageContaining("run again to go on");
            assertThatThrownBy(journal::close).hasMessageContaining("No space left on device");
        }
        assertThat(sending).exists();
        assertThat(rows()).hasSize(1);
    }

    private void finished(Journal.Row... rows) throws IOException {
        try (Journal journal = open(false)) {
            for (Journal.Row row : rows) {
                journal.begin(row.address());
                journal.end(row);
            }
        }
    }

    private Journal open(boolean retryUnknown) throws IOException {
        return Journal.open(file(), retryUnknown);
    }

    private List<Journal.Row> rows() throws IOException {
        List<Journal.Row> rows = new ArrayList<>();
        Csv.read(file(), cells -> cells.getRecordNumber() == 1 || rows.add(Journal.Row.of(cells)));
        return rows;
    }

    private Path file() {
        return folder.resolve("result.csv");
    }

    private static Journal.Row row(String address, Fate fate) {
        return new Journal.Row(address, fate, "-", 1);
    }
}
