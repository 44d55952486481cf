/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.camelsmtpx.examples.kit.Csv;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Two files: {@code result.csv.sending} has an address <em>before</em> its mail may leave, {@code result.csv} has a row
 * when the outcome is known. An address that is in the first only, when a run begins, is UNKNOWN. After a write that
 * failed, as on a full disk, no further mail begins and nothing is deleted. Thread-safe.
 */
final class Journal implements AutoCloseable {

    /** A line of the result. */
    record Row(String address, Fate fate, String reply, long millis) {

        static Row of(CSVRecord cells) {
            return new Row(cells.get(0), Fate.valueOf(cells.get(1)), cells.get(2), Long.parseLong(cells.get(3)));
        }

        void write(Csv result) throws IOException {
            result.write(address, fate.name(), reply.replaceAll("\\s+", " "), Long.toString(millis));
        }
    }

    private final Path sendingFile;
    private final Csv result;
    private final Csv sending;
    private final Map<String, Fate> begun;
    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    private @Nullable IOException failure;

    Journal(Path sendingFile, Csv result, Csv sending, Map<String, Fate> begun) {
        this.sendingFile = sendingFile;
        this.result = result;
        this.sending = sending;
        this.begun = begun;
        begun.values().forEach(fate -> counts.merge(fate, 1, Integer::sum));
    }

    /** Goes on where an earlier run ended: leaves out FAILED rows, and UNKNOWN ones if they are sent again. */
    static Journal open(Path file, boolean retryUnknown) throws IOException {
        Path sendingFile = file.resolveSibling(file.getFileName() + ".sending");
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Map<String, Fate> fates = new HashMap<>();
        Files.deleteIfExists(next);
        try (Csv rows = Csv.append(next)) {
            rows.write("address", "outcome", "reply", "ms");
            Csv.read(file, cells -> cells.getRecordNumber() == 1 || keep(Row.of(cells), fates, rows, retryUnknown));
            Csv.read(sendingFile, cells -> keep(new Row(
                    cells.get(0), Fate.UNKNOWN, "the program ended before the reply came", 0), fates, rows, retryUnknown));
            rows.force();
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(sendingFile);
        fates.values().removeIf(fate -> isSentAgain(fate, retryUnknown));
        return new Journal(sendingFile, Csv.append(file), Csv.append(sendingFile), fates);
    }

    private static boolean keep(Row row, Map<String, Fate> fates, Csv rows, boolean retryUnknown) throws IOException {
        if (fates.putIfAbsent(key(row.address), row.fate) == null && !isSentAgain(row.fate, retryUnknown)) {
            row.write(rows);
        }
        return true;
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
    synchronized boolean begin(String address) throws IOException {
        checkWrites();
        if (begun.putIfAbsent(key(address), Fate.UNKNOWN) != null) {
            return false;
        }
        try {
            sending.write(address);
            return true;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Writes the outcome. A write that fails is reported by the next {@link #begin} and by {@link #close}. */
    synchronized void end(Row row) {
        if (failure == null) {
            try {
                row.write(result);
                counts.merge(row.fate, 1, Integer::sum);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    synchronized int count(String fate) {
        return counts.getOrDefault(Fate.valueOf(fate), 0);
    }

    /** Recipients with a row in the result. */
    synchronized int settled() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void checkWrites() throws IOException {
        if (failure != null) {
            throw new IOException("the result could not be written, run again to go on: " + failure.getMessage(), failure);
        }
    }

    /** Only when no mail is in flight. */
    @Override
    public synchronized void close() throws IOException {
        try (result; sending) {
            checkWrites();
            result.force();
        }
        Files.deleteIfExists(sendingFile);
    }
}
