/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts the tests that were run against each server, and says so when they are over. */
final class ServerTally implements BeforeEachCallback, AfterAllCallback, TestWatcher {

    private static final ThreadLocal<Set<String>> USED = ThreadLocal.withInitial(LinkedHashSet::new);
    private static final Map<String, Counts> COUNTS = new TreeMap<>();

    private static final class Counts {
        private int passed;
        private int failed;
        private int skipped;
    }

    /** The test of this thread talks to that server. */
    static void used(String server) {
        USED.get().add(server);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        USED.get().clear();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        count().forEach(counts -> counts.passed++);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        count().forEach(counts -> counts.failed++);
    }

    /** What a server does not offer is not tested against it. */
    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        count().forEach(counts -> counts.skipped++);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        count().forEach(counts -> counts.skipped++);
    }

    private static Iterable<Counts> count() {
        return USED.get().stream().map(server -> COUNTS.computeIfAbsent(server, any -> new Counts())).toList();
    }

    /** The numbers so far: those behind the last class of a run are its result. */
    @Override
    public void afterAll(ExtensionContext context) {
        COUNTS.forEach((server, counts) -> System.out.printf("[servers] %s: %d tests passed, %d failed, %d not applicable%n",
                server, counts.passed, counts.failed, counts.skipped));
    }
}
