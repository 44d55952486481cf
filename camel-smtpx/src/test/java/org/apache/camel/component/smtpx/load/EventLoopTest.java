/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** No event loop blocks, whatever is sent. BlockHound changes classes of the JDK, so it has a JVM of its own. */
@Timeout(180)
class EventLoopTest {

    @TempDir
    Path folder;

    @Test
    void noEventLoopBlocks() throws Exception {
        Path output = folder.resolve("output");
        Process probe = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+EnableDynamicAgentLoading",
                        // BlockHound adds methods to classes that are loaded.
                        "-XX:+AllowRedefinitionToAddDeleteMethods", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp",
                        System.getProperty("java.class.path"), EventLoopProbe.class.getName()))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(probe.waitFor(150, TimeUnit.SECONDS)).as("the program ends").isTrue();
        } finally {
            probe.destroyForcibly();
        }
        String said = Files.readString(output);
        boolean installed = probe.exitValue() != EventLoopProbe.NOT_INSTALLED;
        assumeTrue(installed || Runtime.version().feature() < 18, said);
        assertThat(probe.exitValue()).as(said).isZero();
    }
}
