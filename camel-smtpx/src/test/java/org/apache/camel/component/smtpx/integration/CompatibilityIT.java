/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.server.SMTPServer;

import static org.assertj.core.api.Assertions.assertThat;

/** The table in {@code compatibility.adoc} says what the servers say. */
@ExtendWith(ServerTally.class)
class CompatibilityIT {

    private static final Path TABLE = Path.of("src/main/docs/compatibility.adoc");

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim", "dovecot", "aiosmtpd" })
    void theTableIsTrueForAServerOfDebian(String name) throws IOException {
        DebianServer server = DebianServer.named(name);
        assertThat(server.version()).containsPattern("[ :]" + Pattern.quote(cell(name, 2)) + "[-+]");
        assertThat(offered(server.port())).containsExactlyInAnyOrderElementsOf(words(cell(name, 3)));
    }

    @Test
    void theTableIsTrueForSubEtha() throws IOException {
        SMTPServer server = SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).maxMessageSize(1000).enableTLS()
                .startTlsSocketFactory(TestClient.serverTls()).build();
        server.start();
        try {
            assertThat(SMTPServer.class.getProtectionDomain().getCodeSource().getLocation().toString())
                    .contains(cell("subethasmtp", 2));
            assertThat(offered(server.getPortAllocated())).containsExactlyInAnyOrderElementsOf(words(cell("subethasmtp", 3)));
        } finally {
            server.stop();
        }
    }

    @Test
    void theTableIsTrueForGreenMail() throws IOException {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            assertThat(GreenMail.class.getProtectionDomain().getCodeSource().getLocation().toString())
                    .contains(cell("greenmail", 2));
            assertThat(offered(server.getSmtp().getPort())).containsExactlyInAnyOrderElementsOf(words(cell("greenmail", 3)));
        } finally {
            server.stop();
        }
    }

    private static String cell(String server, int column) throws IOException {
        return Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("|" + server + " |"))
                .map(line -> line.split("\\|")[column].strip()).findFirst().orElseThrow();
    }

    private static Set<String> words(String cell) {
        return new LinkedHashSet<>(List.of(cell.split(" ")));
    }

    /** Keywords in the reply to EHLO, without values. */
    private static Set<String> offered(int port) throws IOException {
        Set<String> keywords = new LinkedHashSet<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
             BufferedReader in
                     = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            in.readLine();
            socket.getOutputStream().write("EHLO client.test\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (line.startsWith("250-")) {
                line = in.readLine();
                keywords.add(line.substring(4).split("[ =]")[0]);
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        // SubEthaSMTP ends its list with a word of assent.
        keywords.remove("Ok");
        return keywords;
    }
}
