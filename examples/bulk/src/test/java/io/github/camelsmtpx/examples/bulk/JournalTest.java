/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void nobodyIsBegunTwice() throws IOException {
        try (Journal journal = open(false)) {
            assertThat(journal.begin("ann@a.test")).isTrue();
            assertThat(journal.begin("ann@a.test")).isFalse();
            journal.end(row("ann@a.test", Fate.DELIVERED));
        }
        try (Journal again = open(false)) {
            assertThat(again.begin("ann@a.test")).isFalse();
            assertThat(again.count(Fate.DELIVERED)).isEqualTo(1);
        }
    }

    @Test
    void whoWasUnderWayWhenTheProgramDiedIsUnknownAndLeftOut() throws IOException {
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

        assertThat(Result.read(file())).extracting(Result.Row::address, row -> row.fate().name()).containsExactlyInAnyOrder(
                tuple("ann@a.test", "UNKNOWN"),
                tuple("bob@b.test", "DELIVERED"),
                tuple("cy@c.test", "DELIVERED"));
    }

    @Test
    void whatFailedIsSentAgainAndWhatWasRejectedIsNot() throws IOException {
        finished(row("ann@a.test", Fate.FAILED), row("bob@b.test", Fate.REJECTED), row("cy@c.test", Fate.UNKNOWN));

        try (Journal next = open(false)) {
            assertThat(next.begin("ann@a.test")).isTrue();
            assertThat(next.begin("bob@b.test")).isFalse();
            assertThat(next.begin("cy@c.test")).isFalse();
        }
    }

    @Test
    void theUnknownOnesAreSentAgainWhenThatIsWanted() throws IOException {
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
        assertThat(Result.read(file())).hasSize(1);
    }

    @Test
    void aReplyMayHoldWhatCsvIsMadeOf() throws IOException {
        finished(new Result.Row("ann@a.test", Fate.REJECTED, "550 \"no\", he said,\nand left", 3));

        assertThat(Result.read(file())).singleElement().extracting(Result.Row::reply)
                .isEqualTo("550 \"no\", he said,\nand left");
    }

    private void finished(Result.Row... rows) throws IOException {
        try (Journal journal = open(false)) {
            for (Result.Row row : rows) {
                journal.begin(row.address());
                journal.end(row);
            }
        }
    }

    private Journal open(boolean retryUnknown) throws IOException {
        return Journal.open(file(), retryUnknown);
    }

    private Path file() {
        return folder.resolve("result.csv");
    }

    private static Result.Row row(String address, Fate fate) {
        return new Result.Row(address, fate, "-", 1);
    }
}
