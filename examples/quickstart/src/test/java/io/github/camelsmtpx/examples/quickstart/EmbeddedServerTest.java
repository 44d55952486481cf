/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class EmbeddedServerTest {

    private static final String ENVELOPE = "MAIL FROM:<a@example.com>\r\nRCPT TO:<ada@example.org>\r\n";

    @TempDir
    Path folder;

    private MailStore store;
    private EmbeddedServer server;
    private Socket socket;
    private BufferedReader replies;

    @BeforeEach
    void connect() throws IOException {
        store = new MailStore(folder);
        server = EmbeddedServer.start(store);
        socket = new Socket(server.host(), server.port());
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(reply()).isEqualTo("220 mx.example.org ESMTP SubEthaSMTP");
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        server.close();
    }

    @Test
    void offersWhatTheQuickstartShows() throws IOException {
        send("EHLO client.example.com\r\n");

        List<String> offered = new ArrayList<>(List.of(reply()));
        while (offered.get(offered.size() - 1).charAt(3) == '-') {
            offered.add(reply());
        }
        assertThat(offered).containsExactly("250-mx.example.org", "250-PIPELINING", "250-8BITMIME", "250-SIZE 2147483647",
                "250-CHUNKING",
                "250 SMTPUTF8");
    }

    @Test
    void storesAFlightOctetForOctetAndNamesWhomItRefused() throws IOException {
        String content = ".first\r\n..\r\n.\r\nbare\nLF, \0, no end";

        send(ENVELOPE + "RCPT TO:<gone@example.org>\r\nRCPT TO:<full@example.org>\r\nBDAT 10\r\n" + content.substring(0, 10)
             + "BDAT " + (content.length() - 10) + " LAST\r\n" + content.substring(10) + "NOOP\r\n");

        assertThat(replies(7)).containsExactly("250 Ok", "250 Ok", "550 5.1.1 No such mailbox here",
                "452 4.2.2 Mailbox full, try again tomorrow", "250 2.0.0 10 octets received", "250 2.0.0 Stored as 1",
                "250 Ok");
        StoredMail mail = store.all().get(0);
        assertThat(Files.readString(mail.octets())).isEqualTo(content);
        assertThat(mail.sha256()).isEqualTo(Canonical.sha256(mail.octets()));
        assertThat(mail.sender()).isEqualTo("a@example.com");
        assertThat(mail.recipients()).containsExactly("ada@example.org");
    }

    @Test
    void discardsTheContentOfARejectedTransaction() throws IOException {
        send("MAIL FROM:<a@example.com>\r\nRCPT TO:<gone@example.org>\r\nBDAT 6 LAST\r\nQUIT\r\nRSET\r\n");

        assertThat(replies(4)).containsExactly("250 Ok", "550 5.1.1 No such mailbox here", "503 5.5.1 No valid recipients",
                "250 Ok");
        assertThat(store.all()).isEmpty();
    }

    @Test
    void keepsNothingOfAMessageThatBrokeOff() throws IOException {
        send(ENVELOPE + "BDAT 100 LAST\r\nonly this");
        assertThat(replies(2)).containsExactly("250 Ok", "250 Ok");

        socket.shutdownOutput();

        assertThat(reply()).startsWith("421 ");
        assertThat(reply()).isNull();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void forgetsChunksAtRset() throws IOException {
        send(ENVELOPE + "BDAT 4\r\nlostRSET\r\n" + ENVELOPE + "BDAT 4 LAST\r\nkeptNOOP\r\n");

        assertThat(replies(8)).endsWith("250 2.0.0 Stored as 2", "250 Ok");
        assertThat(Files.readString(store.all().get(0).octets())).isEqualTo("kept");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void takesDataWithoutItsDotsAndAddsNoHeader() throws IOException {
        send(ENVELOPE + "DATA\r\n");
        assertThat(replies(3)).last().asString().startsWith("354 ");

        send("X: 1\r\n\r\n..two\r\n..\r\n.\r\n");

        assertThat(reply()).isEqualTo("250 2.0.0 Stored as 1");
        assertThat(Files.readString(store.all().get(0).octets())).isEqualTo("X: 1\r\n\r\n.two\r\n.\r\n");
    }

    @Test
    void closesWithItsSessionsOpen() throws IOException {
        server.close();

        assertThat(reply()).isNull();
        assertThat(server.troubles()).isEmpty();
    }

    private void send(String lines) throws IOException {
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
    }

    private String reply() throws IOException {
        return replies.readLine();
    }

    private List<String> replies(int count) throws IOException {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            read.add(reply());
        }
        return read;
    }
}
