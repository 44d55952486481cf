/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A server that misbehaves on purpose keeps a ledger, a route reports, and a judge compares: nothing lost, nothing
 * falsely reported, no duplicate without an UNKNOWN, and no UNKNOWN where the truth could be known. Server and judge
 * are looked for in the folder of the property {@code smtpx.faults}, or in {@code shared/faults} beside a directory
 * above this one. Needs python3. More of the same: {@code src/test/scripts/fault-client}.
 */
@Tag("slow")
class FaultsIT {

    @TempDir
    Path folder;

    private Path faults;

    @BeforeEach
    void findServerAndJudge() throws Exception {
        faults = faults();
        assumeTrue(faults != null, "there is no shared/faults here with a server that misbehaves");
        assumeTrue(exit("python3", "--version") == 0, "there is no python3 here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1 | --mode random --rate 0.08             | maxConnections=16
            2 | --mode random --rate 0.08             | maxConnections=16&chunking=never
            3 | --mode random --rate 0.08             | maxConnections=16&pipelining=never&maxInFlight=1
            4 | --mode clean --outage-every 60        | maxConnections=16
            5 | --mode random --rate 0.15             | maxConnections=16&skipBad=false
            6 | --mode random --rate 0.08             | maxConnections=16&synchronous=true
            7 | --mode clean --outage-every 60        | maxConnections=16&synchronous=true
            """)
    void tellsTheTruthWhateverBreaks(int seed, String server, String endpoint) throws Exception {
        tellsTheTruth(seed, server, endpoint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8 | --mode random --rate 0.08             | maxConnections=16
            9 | --mode clean --outage-every 60        | maxConnections=2
            """)
    void waitingCallersReceiveTheTrueOutcome(int seed, String server, String endpoint) throws Exception {
        tellsTheTruth(seed, server, endpoint, "--waiting", "--concurrency", "6");
    }

    private void tellsTheTruth(int seed, String server, String endpoint, String... client) throws Exception {
        Path port = folder.resolve("port");
        Path ledger = folder.resolve("ledger");
        FaultOptions options;
        Process sink = start(command(faults.resolve("faultsmtpd.py"), server.split(" +"), "--seed", "" + seed, "--ledger",
                ledger.toString(), "--port-file", port.toString(), "--stall-ms", "2000", "--giant-bytes", "1000000"));
        try {
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(port));
            List<String> words = new ArrayList<>(List.of(client));
            words.addAll(List.of("--port", Files.readString(port).strip(), "--messages", "300", "--seed", "" + seed,
                    "--report", folder.resolve("report").toString(), "--manifest", folder.resolve("manifest").toString(),
                    "--endpoint-options", endpoint));
            options = FaultOptions.parse(words.toArray(String[]::new));
            assertThat(FaultClient.run(options)).as("every message comes to an end with an outcome").isZero();
        } finally {
            sink.destroy();
            sink.waitFor(10, TimeUnit.SECONDS);
        }
        Process judge = start(command(faults.resolve("check.py"), new String[0], "--ledger", ledger.toString(), "--report",
                options.report().toString(), "--manifest", options.manifest().toString(), "--max-unknown-excess", "0"));
        String verdict = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(judge.waitFor()).as(verdict).isZero();
    }

    private static List<String> command(Path script, String[] some, String... more) {
        List<String> command = new ArrayList<>(List.of("python3", "-B", script.toString()));
        command.addAll(List.of(some));
        command.addAll(List.of(more));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        return command.contains("--ledger") && command.contains("--port-file")
                ? builder.redirectOutput(folder.resolve("log").toFile()).start() : builder.start();
    }

    private static int exit(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static Path faults() {
        String given = System.getProperty("smtpx.faults");
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("faults");
            if (Files.isRegularFile(candidate.resolve("check.py"))) {
                return candidate;
            }
        }
        return null;
    }
}
