/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class MailServerTest {

    private final List<ReceivedMessage> received = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private MailServer server;
    private Ledger ledger;
    private Socket socket;
    private BufferedReader in;

    @BeforeEach
    void connect() throws Exception {
        ledger = Ledger.open(folder.resolve("ledger"));
        server = MailServer.start(Duration.ZERO, ledger.and((id, message) -> received.add(message)));
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        send("EHLO me.test\r\n");
        String line;
        do {
            line = in.readLine();
        } while (!line.startsWith("250 "));
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
        ledger.close();
    }

    @Test
    void recipientDecidesAboutItsReply() throws IOException {
        send("MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nRCPT TO:<gone@b.test>\r\nRCPT TO:<full@b.test>\r\n"
             + "RCPT TO:<grey@b.test>\r\nRCPT TO:<grey@b.test>\r\nBDAT 6 LAST\r\n\r\nhi\r\n");

        assertThat(replies(7)).containsExactly("250 2.1.0 Ok", "250 2.1.5 Ok", "550 5.1.1 No such mailbox here",
                "452 4.2.2 Mailbox full, try again tomorrow", "451 4.7.1 Greylisted, try again in a moment", "250 2.1.5 Ok",
                "250 2.0.0 Stored as 1");
        assertThat(Ledger.copies(folder.resolve("ledger"))).containsOnlyKeys("b@b.test", "grey@b.test");
    }

    @Test
    void lostReplyComesAfterTheLedger() throws IOException {
        send("MAIL FROM:<a@a.test>\r\nRCPT TO:<lost@b.test>\r\nBDAT 4 LAST\r\n\r\n\r\n");

        assertThat(replies(2)).allMatch(reply -> reply.startsWith("250"));
        assertThat(in.readLine()).isNull();
        assertThat(Ledger.copies(folder.resolve("ledger"))).containsOnlyKeys("lost@b.test");
    }

    @Test
    void senderIsNotifiedAsRequested() throws IOException {
        send("MAIL FROM:<a@a.test> ENVID=no+2B1 RET=HDRS\r\nRCPT TO:<slow@b.test> NOTIFY=SUCCESS,DELAY "
             + "ORCPT=rfc822;x+2By@b.test\r\nRCPT TO:<bounce@b.test> NOTIFY=NEVER\r\nBDAT 4 LAST\r\n\r\n\r\n");
        replies(4);

        assertThat(received).hasSize(3);
        assertThat(received.subList(1, 3)).allSatisfy(notification -> {
            assertThat(notification.to()).containsExactly("a@a.test");
            assertThat(notification.text()).contains("Original-Envelope-Id: no+1\r\n\r\n",
                    "Original-Recipient: rfc822;x+y@b.test\r\nFinal-Recipient: rfc822; slow@b.test\r\n");
        });
        assertThat(received.get(1).text()).contains("Action: delayed");
        assertThat(received.get(2).text()).contains("Action: delivered");
    }

    private void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> replies(int count) throws IOException {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(in.readLine());
        }
        return replies;
    }
}
