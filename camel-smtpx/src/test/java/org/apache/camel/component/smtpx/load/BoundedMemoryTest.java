/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A composed body of 110 MiB is sent by a JVM with a heap of 96 MiB, whatever it comes from. */
@Timeout(300)
class BoundedMemoryTest {

    @Test
    void composedBodiesAreStreamed() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process check = new ProcessBuilder(
                java, "-Xmx96m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ComposedMemoryCheck.class.getName(), System.getProperty("smtpx.composed.mebibytes", "110"))
                .redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(output).isZero();
    }
}
