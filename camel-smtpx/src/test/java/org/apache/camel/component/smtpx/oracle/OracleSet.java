/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.util.json.DeserializationException;

/** All scenarios of a folder in this JVM, some at a time: {@code OracleSet FOLDER OUT [REGEX]}. */
public final class OracleSet {

    private static final int AT_ONCE = 4;

    private OracleSet() {
    }

    public static void main(String[] arguments)
            throws IOException, InterruptedException, DeserializationException, ExecutionException {
        run(Path.of(arguments[0]), Path.of(arguments[1]), Pattern.compile(arguments.length > 2 ? arguments[2] : ""));
    }

    /** Writes a record for each scenario whose id matches; returns those whose server cannot listen here. */
    static List<String> run(Path folder, Path out, Pattern wanted)
            throws IOException, InterruptedException, DeserializationException, ExecutionException {
        Files.createDirectories(out);
        List<OracleScenario> together = new ArrayList<>();
        List<OracleScenario> alone = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("scenarios"))) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            OracleScenario scenario = new OracleScenario(folder, file);
            if (wanted.matcher(scenario.id()).find()) {
                (scenario.alone() ? alone : together).add(scenario);
            }
        }
        ConcurrentLinkedQueue<String> skipped = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (OracleScenario scenario : together) {
                tasks.add(() -> run(scenario, out, skipped));
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
            for (OracleScenario scenario : alone) {
                run(scenario, out, skipped);
            }
        } finally {
            threads.shutdown();
        }
        return List.copyOf(skipped);
    }

    private static Void run(OracleScenario scenario, Path out, ConcurrentLinkedQueue<String> skipped)
            throws IOException, InterruptedException, DeserializationException {
        if (!scenario.run(out)) {
            skipped.add(scenario.id());
        }
        return null;
    }
}
