/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** GSSAPI with tickets of a real Kerberos server, where {@code src/test/servers} could prepare one. */
class GssapiIT {

    private static final Path SCRIPTS = Path.of("src/test/servers").toAbsolutePath();

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process started = script("start-kdc", folder.toString(), Integer.toString(port));
        String said = said(started);
        assumeTrue(started.exitValue() == 0 || "true".equals(System.getenv("SMTPX_REQUIRE_SERVERS")),
                "not tested with Kerberos: " + said);
        assertThat(started.exitValue()).as(said).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        said(script("stop", folder.toString()));
    }

    @Test
    void aTicketLogsIn() throws Exception {
        Path jaas = Files.writeString(folder.resolve("jaas.conf"),
                """
                        com.sun.security.jgss.initiate {
                            com.sun.security.auth.module.Krb5LoginModule required
                            useKeyTab=true keyTab="%1$s/user.keytab" principal="user" doNotPrompt=true;
                        };
                        com.sun.security.jgss.accept {
                            com.sun.security.auth.module.Krb5LoginModule required
                            isInitiator=false useKeyTab=true storeKey=true keyTab="%1$s/smtp.keytab" principal="smtp/localhost" doNotPrompt=true;
                        };
                        """
                        .formatted(folder));
        Process login = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Djava.security.krb5.conf=" + folder.resolve("krb5.conf"), "-Djava.security.auth.login.config=" + jaas,
                "-Djavax.security.auth.useSubjectCredsOnly=false", "-Dorg.apache.camel.jmx.disabled=true",
                "-cp", System.getProperty("java.class.path"), KerberosLogin.class.getName())
                .redirectErrorStream(true).start();
        String said = said(login);
        assertThat(login.exitValue()).as(said).isZero();
        assertThat(said).contains("logged in as user@EXAMPLE.TEST");
    }

    private static Process script(String... words) throws IOException {
        words[0] = SCRIPTS.resolve(words[0]).toString();
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** All that it says until it has ended. */
    private static String said(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
