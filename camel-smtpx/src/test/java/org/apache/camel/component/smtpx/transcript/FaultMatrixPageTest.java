/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.transcript.FaultMatrixTest.Cell;
import org.apache.camel.component.smtpx.transcript.FaultMatrixTest.Way;
import org.apache.camel.component.smtpx.transcript.FaultyServer.Slot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about reliability shows the cells that are tested. {@code mvn test -Dtest=FaultMatrixPageTest
 * -Dsmtpx.docs=write} brings it up to date.
 */
class FaultMatrixPageTest {

    private static final Path PAGE = Path.of("src", "main", "docs", "reliability.adoc");
    private static final String START = "// fault matrix: START\n";
    private static final String END = "// fault matrix: END\n";

    @Test
    void thePageShowsEveryCell() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf(START) + START.length();
        String generated = page.substring(0, from) + tables() + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("smtpx.docs")) && !generated.equals(page)) {
            Files.writeString(PAGE, generated);
        } else {
            assertThat(page).as("run: mvn test -Dtest=FaultMatrixPageTest -Dsmtpx.docs=write").isEqualTo(generated);
        }
    }

    private static String tables() {
        Map<Way, List<Cell>> ways = FaultMatrixTest.cells()
                .collect(Collectors.groupingBy(Cell::way, LinkedHashMap::new, Collectors.toList()));
        return ways.entrySet().stream().map(way -> table(way.getKey(), way.getValue())).collect(Collectors.joining("\n"));
    }

    private static String table(Way way, List<Cell> cells) {
        Map<Slot, List<Cell>> rows = cells.stream()
                .collect(Collectors.groupingBy(Cell::slot, LinkedHashMap::new, Collectors.toList()));
        List<Fault> faults = rows.values().iterator().next().stream().map(Cell::fault).toList();
        StringBuilder table
                = new StringBuilder("." + title(way) + "\n[cols=\"2" + ",1".repeat(faults.size()) + "\"]\n|===\n|Reply");
        faults.forEach(fault -> table.append(" |").append(words(fault.name())));
        table.append("\n\n");
        rows.forEach((slot, row) -> {
            table.append('|').append(words(slot.name()));
            row.forEach(cell -> table.append(" |").append(cell.fates()).append(cell.verdict()));
            table.append('\n');
        });
        return table.append("|===\n").toString();
    }

    private static String title(Way way) {
        return switch (way) {
            case LOCK_STEP -> "One command at a time, `skipBad`";
            case DATA_GROUP -> "Envelope and DATA in one group, `skipBad`";
            case GATED -> "Envelope in one group, BDAT after its replies, to all recipients or none";
            case HELD -> "Envelope and BDAT together, the last octets held back until the envelope is answered, `skipBad`";
            case HELD_LOCK_STEP -> "The same, one command at a time";
            case ONE_FLIGHT -> "Envelope and BDAT in one flight, `skipBad`";
            case CHUNKS -> "Two chunks, both written before the first is answered";
            case MANY_CHUNKS -> "More chunks than may be unanswered";
            case LMTP -> "LMTP, envelope and BDAT in one flight, `skipBad`";
            case LMTP_DATA -> "LMTP, envelope and DATA in one group, `skipBad`";
            case LMTP_LOCK_STEP -> "LMTP, one command at a time";
            case PRDR -> "PRDR, envelope and BDAT in one flight, `skipBad`";
            case PRDR_DATA -> "PRDR, one command at a time, `skipBad`";
            case STARTTLS -> "`starttls=required`";
            case STARTTLS_AUTO -> "`starttls=auto`, no credentials";
            case AUTH -> "Login with CRAM-MD5";
        };
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
