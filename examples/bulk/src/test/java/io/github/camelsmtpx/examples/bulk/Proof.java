/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelsmtpx.examples.kit.Arguments;
import io.github.camelsmtpx.examples.kit.Csv;
import io.github.camelsmtpx.examples.kit.Ledger;
import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;

/** Holds the result against the server's ledger. */
public final class Proof {

    private final Terminal terminal = Terminal.ofThisProcess();
    private boolean good = true;

    private Proof() {
    }

    /** Exits with 0 when all is as promised, 1 when not. */
    public static void main(String... words) throws IOException {
        Arguments arguments = new Arguments(List.of("csv", "result", "ledger", "again"), words);
        System.exit(new Proof().holds(
                Path.of(arguments.text("csv", "")), Path.of(arguments.text("result", "")),
                Path.of(arguments.text("ledger", "")),
                arguments.number("again", 0)) ? 0 : 1);
    }

    /** @param again how many unknown ones were sent again on purpose */
    private boolean holds(Path csv, Path result, Path ledger, int again) throws IOException {
        Map<String, Integer> copies = Ledger.copies(ledger);
        Map<String, Journal.Row> rows = new HashMap<>();
        List<Journal.Row> all = new ArrayList<>();
        Csv.read(result, cells -> cells.getRecordNumber() == 1 || all.add(Journal.Row.of(cells)));
        all.forEach(row -> rows.put(row.address(), row));
        int total = Bulk.count(csv);
        say(rows.size() == total && all.size() == total, all.size() + " rows for " + total + " recipients, one each");

        long twice = copies.values().stream().filter(n -> n > 1).count();
        say(twice <= again && copies.values().stream().allMatch(n -> n <= 2), again == 0
                ? twice + " recipients got two mails"
                : twice + " recipients got two mails, of " + again + " unknown ones that were sent again on purpose");

        long delivered = all.stream().filter(row -> row.fate() == Fate.DELIVERED).count();
        long lost = all.stream().filter(row -> row.fate() == Fate.DELIVERED && !copies.containsKey(row.address()))
                .count();
        say(lost == 0, delivered + " are DELIVERED; " + lost + " of them are not in the server's ledger");

        long untold = all.stream().filter(row -> row.fate() == Fate.REJECTED || row.fate() == Fate.FAILED)
                .filter(row -> copies.containsKey(row.address())).count();
        say(untold == 0, untold + " are REJECTED or FAILED and got the mail all the same");

        long unknown = all.stream().filter(row -> row.fate() == Fate.UNKNOWN).count();
        long arrived
                = all.stream().filter(row -> row.fate() == Fate.UNKNOWN && copies.containsKey(row.address())).count();
        say(copies.size() == delivered + arrived, unknown + " are UNKNOWN; " + arrived + " of them got the mail");
        return good;
    }

    private void say(boolean holds, String text) {
        terminal.verdict(holds, text);
        good &= holds;
    }
}
