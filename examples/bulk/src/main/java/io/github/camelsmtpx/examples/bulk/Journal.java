/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows whose mail was sent. Two files: in {@code result.csv.sending} a recipient is noted <em>before</em> the mail may
 * leave, in {@code result.csv} when its outcome is known. Whoever stands in the first and not in the second when a run
 * begins was under way when the one before was killed: that is an UNKNOWN, and such a mail is not sent again unless it
 * is wanted. So nobody gets two mails, and nobody is forgotten. For many threads.
 */
final class Journal implements AutoCloseable {

    private static final String KILLED = "the program was killed before the answer came";

    private final Result result;
    private final Result sending;
    private final Path sendingFile;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<Fate, Integer> counts = new ConcurrentHashMap<>();

    private Journal(Path file, Path sendingFile, Iterable<Result.Row> settled) throws IOException {
        for (Result.Row row : settled) {
            begun.add(row.address());
            counts.merge(row.fate(), 1, Integer::sum);
        }
        this.result = Result.append(file);
        this.sendingFile = sendingFile;
        this.sending = Result.append(sendingFile);
    }

    /** Takes up what an earlier run left. */
    static Journal open(Path file, boolean retryUnknown) throws IOException {
        Path sendingFile = file.resolveSibling(file.getFileName() + ".sending");
        Map<String, Result.Row> rows = new LinkedHashMap<>();
        Result.lines(sendingFile).forEach(cells -> rows.put(cells[0], new Result.Row(cells[0], Fate.UNKNOWN, KILLED, 0)));
        Result.read(file).forEach(row -> rows.put(row.address(), row));
        rows.values().removeIf(row -> row.fate() == Fate.FAILED || retryUnknown && row.fate() == Fate.UNKNOWN);
        Result.replace(file, rows.values().stream().toList());
        // Only now: what stood there has come into the result.
        Files.deleteIfExists(sendingFile);
        return new Journal(file, sendingFile, rows.values());
    }

    /** Whether this mail is to be sent; from now on it may have been. False for those who had theirs, in any run. */
    boolean begin(String address) {
        if (!begun.add(address)) {
            return false;
        }
        sending.write(address);
        return true;
    }

    void end(Result.Row row) {
        result.write(row);
        counts.merge(row.fate(), 1, Integer::sum);
    }

    int count(Fate fate) {
        return counts.getOrDefault(fate, 0);
    }

    /** Recipients whose outcome stands in the result. */
    int settled() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Only when nothing is under way. */
    @Override
    public void close() throws IOException {
        result.close();
        sending.close();
        Files.deleteIfExists(sendingFile);
    }
}
