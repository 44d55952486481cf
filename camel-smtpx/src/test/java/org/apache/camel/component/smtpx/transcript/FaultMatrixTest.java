/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.component.smtpx.internal.dialogue.HandshakeDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.dialogue.TransactionDialogue;
import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.transcript.FaultyServer.Slot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault at every reply of a session, for each way of sending. A cell says what becomes of the two recipients
 * (Delivered, Rejected, Failed, Unknown) and of the connection: {@code k} kept, {@code s} kept, and RSET leads the next
 * transaction, {@code q} QUIT, {@code x} closed without a further word.
 */
class FaultMatrixTest {

    private static final String COLUMNS = """
            SILENT LATE FIN  RST  CLOSING TRANSIENT PERMANENT MALFORMED MIXED MISFIT EXTRA TRICKLED GIANT THEN_FIN TRUNCATED
            """;

    /** Nothing of the message has left before the envelope is answered. */
    private static final String LOCK_STEP = """
            GREETING FFx DDk FFx FFx FFx FFq FFq FFx FFx FFx FFx DDk FFx FFx FFx
            HELLO    FFx DDk FFx FFx FFx FFq DDk FFx FFx FFx FFx DDk FFx FFx FFx
            MAIL     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx FFx FFx
            RCPT     FFx DDk FFx FFx FFx FDk RDk FFx FFx FFx FFx DDk FFx FFx FFx
            DATA     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx UUx FFx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** A reply too many inside a group cannot be told from the next one; it shows in the end. */
    private static final String DATA_GROUP = """
            MAIL     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx FFx FFx
            RCPT     FFx DDk FFx FFx FFx FDk RDk FFx FFx FFx FFx DDk FFx FFx FFx
            DATA     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx UUx FFx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** Delivers to all recipients or none. */
    private static final String GATED = """
            MAIL     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx FFx FFx
            RCPT     FFx DDk FFx FFx FFx FFs RFs FFx FFx FFx FFx DDk FFx FFx FFx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** All but the end of the message has left before the envelope is answered, and nothing is in doubt. */
    private static final String HELD = """
            MAIL     FFx DDk FFx FFx FFx FFs RRs FFx FFx FFx FFx DDk FFx FFx FFx
            RCPT     FFx DDk FFx FFx FFx FDk RDk FFx FFx FFx FFx DDk FFx FFx FFx
            CHUNK    FFx DDk FFx FFx FFx FFx RRx FFx FFx FFx FFx DDk FFx UUx FFx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** The message is with the server before the first reply: what breaks then leaves everything unknown. */
    private static final String ONE_FLIGHT = """
            MAIL     UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx UUx UUx
            RCPT     UUx DDk UUx UUx FUx FDk RDk UUx UUx UUx DDx DDk UUx UUx UUx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** Chunks, the last of them written before the first is answered. */
    private static final String CHUNKS = """
            CHUNK    UUx DDk UUx UUx UUx FFx RRx UUx UUx UUx DDx DDk UUx UUx UUx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** Chunks, more of them than may be unanswered. */
    private static final String MANY_CHUNKS = """
            CHUNK    FFx DDk FFx FFx FFx FFx RRx FFx FFx FFx FFx DDk FFx FFx FFx
            FINAL    UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** Nothing is said in clear where TLS is required. */
    private static final String STARTTLS = """
            STARTTLS FFx DDk FFx FFx FFx FFx FFx FFx FFx FFx FFx DDk FFx FFx FFx
            """;

    /** Where it is not, a plain refusal is none of our business. */
    private static final String STARTTLS_AUTO = """
            STARTTLS FFx DDk FFx FFx FFx DDk DDk FFx FFx FFx FFx DDk FFx FFx FFx
            """;

    /** A login that fails bounces no mail. */
    private static final String AUTH = """
            HELLO     FFx DDk FFx FFx FFx FFq FFq FFx FFx FFx FFx DDk FFx FFx FFx
            CHALLENGE FFx DDk FFx FFx FFx FFq FFq FFx FFx FFx FFx DDk FFx FFx FFx
            AUTH      FFx DDk FFx FFx FFx FFq FFq FFx FFx FFx FFx DDk FFx FFx FFx
            """;

    /** Each recipient is decided by its own reply behind the message. */
    private static final String LMTP = """
            FIRST_RECIPIENT  UUx DDk UUx UUx FUx FDs RDs UUx UUx UUx DDx DDk UUx DUx UUx
            SECOND_RECIPIENT DUx DDk DUx DUx DFx DFs DRs DUx DUx DUx DDx DDk DUx DDx DUx
            """;

    /** A reply for each recipient can refuse it, and the last one decides for the others. */
    private static final String PRDR = """
            ANALYSIS         UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx UUx UUx
            FIRST_RECIPIENT  UUx DDk UUx UUx FUx FDs RDs UUx UUx UUx DDx DDk UUx UUx UUx
            SECOND_RECIPIENT UUx DDk UUx UUx UFx DFs DRs UUx UUx UUx DDx DDk UUx UUx UUx
            FINAL            UUx DDk UUx UUx FFx FFs RRs UUx UUx UUx DDx DDk UUx DDx UUx
            """;

    /** A way of sending: options, what the server offers, and the message. */
    enum Way {
        LOCK_STEP("skipBad", "SIZE", "hello"),
        DATA_GROUP("skipBad", "PIPELINING", "hello"),
        GATED("nosplit", "PIPELINING CHUNKING", "hello"),
        HELD("skipBad oneFlight=never", "PIPELINING CHUNKING", "hello"),
        HELD_LOCK_STEP("skipBad oneFlight=never", "CHUNKING", "hello"),
        ONE_FLIGHT("skipBad", "PIPELINING CHUNKING", "hello"),
        CHUNKS("skipBad chunk=65536", "PIPELINING CHUNKING", "150000 octets streamed"),
        MANY_CHUNKS("skipBad chunk=1024", "PIPELINING CHUNKING", "70000 octets streamed"),
        LMTP("lmtp skipBad", "PIPELINING CHUNKING", "hello"),
        LMTP_DATA("lmtp skipBad", "PIPELINING", "hello"),
        LMTP_LOCK_STEP("lmtp", "SIZE", "hello"),
        PRDR("skipBad", "PIPELINING CHUNKING PRDR", "hello"),
        PRDR_DATA("skipBad", "PRDR", "hello"),
        STARTTLS("starttls=required", "PIPELINING STARTTLS", "hello"),
        STARTTLS_AUTO("starttls=auto", "PIPELINING STARTTLS", "hello"),
        AUTH("user=ann password=secret", "PIPELINING;AUTH CRAM-MD5", "hello");

        private final Options options;
        private final List<String> keywords;
        private final String body;

        Way(String options, String keywords, String body) {
            this.options = new Options(List.of(options.split(" ")));
            this.keywords = List.of(keywords.split(keywords.contains(";") ? ";" : " "));
            this.body = body;
        }

        private Mail mail() {
            Mail mail = new Mail("a@example.com");
            mail.header("to", "b@example.org");
            mail.header("to", "c@example.org");
            mail.header("body", body);
            return mail;
        }
    }

    record Cell(Way way, Slot slot, Fault fault, String fates, char verdict) {
        @Override
        public String toString() {
            return way + ", " + slot + " " + fault + ": " + fates + " " + verdict;
        }
    }

    static Stream<Cell> cells() {
        return Stream.of(cells(Way.LOCK_STEP, LOCK_STEP), cells(Way.DATA_GROUP, DATA_GROUP), cells(Way.GATED, GATED),
                cells(Way.HELD, HELD), cells(Way.HELD_LOCK_STEP, HELD), cells(Way.ONE_FLIGHT, ONE_FLIGHT),
                cells(Way.CHUNKS, CHUNKS), cells(Way.MANY_CHUNKS, MANY_CHUNKS),
                cells(Way.LMTP, LMTP), cells(Way.LMTP_DATA, LMTP), cells(Way.LMTP_LOCK_STEP, LMTP),
                cells(Way.PRDR, PRDR), cells(Way.PRDR_DATA, PRDR),
                cells(Way.STARTTLS, STARTTLS), cells(Way.STARTTLS_AUTO, STARTTLS_AUTO), cells(Way.AUTH, AUTH))
                .flatMap(cells -> cells);
    }

    private static Stream<Cell> cells(Way way, String table) {
        List<Fault> faults = Arrays.stream(COLUMNS.strip().split(" +")).map(Fault::valueOf).toList();
        List<Cell> cells = new ArrayList<>();
        table.lines().map(line -> line.split(" +")).forEach(row -> {
            assertThat(row).hasSize(faults.size() + 1);
            for (int i = 0; i < faults.size(); i++) {
                String cell = row[i + 1];
                cells.add(new Cell(way, Slot.valueOf(row[0]), faults.get(i), cell.substring(0, 2), cell.charAt(2)));
            }
        });
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tellsTheTruthAboutEachRecipient(Cell cell) {
        Run run = new Run(cell);
        run.send();
        assertThat(run.server.happened()).as("the fault has happened%n%s", run).isTrue();
        assertThat(run.fates()).as("fates%n%s", run).isEqualTo(cell.fates());
        Map<String, Integer> copies = Map.copyOf(run.server.copies());
        assertThat(run.verdict()).as("the connection%n%s", run).isEqualTo(cell.verdict());
        for (RecipientResult result : run.results.get(0)) {
            int count = copies.getOrDefault(result.recipient().address().toString(), 0);
            int delivered = result.fate() == Fate.DELIVERED ? 1 : 0;
            int unknown = result.fate() == Fate.UNKNOWN ? 1 : 0;
            assertThat(count).as("copies for %s%n%s", result, run).isBetween(delivered, delivered + unknown);
        }
    }

    /** One session: the mail that meets the fault, and one more if the connection is kept. */
    private static final class Run {
        private final Cell cell;
        private final MemoryConnection connection = new MemoryConnection(Timeouts.DEFAULTS, TestTls.client(25));
        private final FaultyServer server;
        private final List<List<RecipientResult>> results = new ArrayList<>();

        Run(Cell cell) {
            this.cell = cell;
            this.server = new FaultyServer(connection, cell.way().keywords, cell.slot(), cell.fault());
        }

        void send() {
            connection.submit(new HandshakeDialogue(cell.way().options.terms(), result -> {
                if (result.failure() == null) {
                    submit();
                } else {
                    results.add(cell.way().mail().envelope().recipients().stream()
                            .map(recipient -> RecipientResult.failed(recipient, result.stage(), result.failure().text()))
                            .toList());
                }
            }));
            server.greet();
            server.serve();
            for (int minutes = 0; results.isEmpty() && minutes < 30; minutes++) {
                connection.pass(Duration.ofMinutes(1));
            }
        }

        private void submit() {
            Mail mail = cell.way().mail();
            connection.submit(new TransactionDialogue(
                    mail.envelope(), mail.content(), cell.way().options.policy(), report -> results.add(report.results())));
        }

        String fates() {
            assertThat(results).as("the mail is over%n%s", this).hasSize(1);
            return results.get(0).stream().map(result -> result.fate().name().substring(0, 1)).collect(Collectors.joining());
        }

        char verdict() {
            int before = connection.sent().length;
            String said = new String(connection.sent(), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (!connection.isOpen()) {
                return said.endsWith("QUIT\r\n") ? 'q' : 'x';
            }
            submit();
            String next = new String(connection.sent(), java.nio.charset.StandardCharsets.ISO_8859_1).substring(before);
            server.serve();
            assertThat(results).as("the next mail is over%n%s", this).hasSize(2);
            assertThat(results.get(1)).as("the next mail%n%s", this).allMatch(result -> result.fate() == Fate.DELIVERED);
            return next.startsWith("RSET\r\n") ? 's' : 'k';
        }

        @Override
        public String toString() {
            return cell + "\n" + results + "\n" + String.join("\n", connection.log());
        }
    }
}
