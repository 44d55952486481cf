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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class MailServerTest {

    private final List<ReceivedMail> received = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private MailServer server;
    private Ledger ledger;
    private Socket socket;
    private BufferedReader in;

    @BeforeEach
    void connect() throws Exception {
        ledger = Ledger.open(folder.resolve("ledger"));
        connectTo(MailServer.start(0, Duration.ZERO, ledger.and(received::add)));
    }

    private void connectTo(MailServer started) throws IOException {
        server = started;
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).startsWith("220 ");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
        ledger.close();
    }

    @Test
    void answersAGroupInOrder() throws IOException {
        say("MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nRCPT TO:<gone@b.test>\r\nBDAT 4 LAST\r\nhi\r\nRSET\r\n");

        assertThat(replies(5)).containsExactly("250 2.1.0 Ok", "250 2.1.5 Ok", "550 5.1.1 No such mailbox here",
                "250 2.0.0 Stored as 1", "250 2.0.0 Ok");
        assertThat(received).singleElement().satisfies(mail -> {
            assertThat(mail.addresses()).containsExactly("b@b.test");
            assertThat(mail.content()).asString().isEqualTo("hi\r\n");
        });
        assertThat(Ledger.copies(folder.resolve("ledger"))).containsOnlyKeys("b@b.test");
    }

    @Test
    void takesDotsAwayAndEndsAtTheRightOne() throws IOException {
        say("MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
        assertThat(replies(3)).last().asString().startsWith("354");
        say("Subject: x\r\n\r\n..two\r\n.\n.x\r\n.\r\nNOOP\r\n");

        assertThat(replies(2)).containsExactly("250 2.0.0 Stored as 1", "250 2.0.0 Ok");
        assertThat(received.get(0).content()).asString().isEqualTo("Subject: x\r\n\r\n.two\r\n\nx\r\n");
    }

    @Test
    void aGreylistedRecipientIsWelcomeTheSecondTime() throws IOException {
        say("MAIL FROM:<a@a.test>\r\nRCPT TO:<grey@b.test>\r\nRCPT TO:<grey@b.test>\r\n");
        assertThat(replies(3)).satisfiesExactly(mail -> assertThat(mail).startsWith("250"),
                first -> assertThat(first).startsWith("451"), second -> assertThat(second).startsWith("250"));
    }

    @Test
    void aLostReplyComesAfterTheLedger() throws IOException {
        say("MAIL FROM:<a@a.test>\r\nRCPT TO:<lost@b.test>\r\nBDAT 2 LAST\r\nhi");

        assertThat(replies(2)).allMatch(reply -> reply.startsWith("250"));
        assertThat(in.readLine()).isNull();
        assertThat(Ledger.copies(folder.resolve("ledger"))).containsOnlyKeys("lost@b.test");
    }

    @Test
    void aServerThatStartsAgainLosesNoReplyToARecipientOfItsLedger() throws Exception {
        close();
        ledger = Ledger.open(folder.resolve("ledger"));
        connectTo(MailServer.start(0, Duration.ZERO, null, Set.of("lost@b.test"), ledger));
        say("MAIL FROM:<a@a.test>\r\nRCPT TO:<lost@b.test>\r\nBDAT 2 LAST\r\nhi");

        assertThat(replies(3)).containsExactly("250 2.1.0 Ok", "250 2.1.5 Ok", "250 2.0.0 Stored as 1");
    }

    @Test
    void notifiesTheSenderAsAsked() throws IOException {
        say("MAIL FROM:<a@a.test> ENVID=no+2B1 RET=HDRS\r\nRCPT TO:<slow@b.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+2By@b.test\r\n"
            + "RCPT TO:<bounce@b.test> NOTIFY=NEVER\r\nBDAT 2 LAST\r\nhi");
        replies(4);

        assertThat(received).hasSize(3);
        assertThat(received.subList(1, 3)).allSatisfy(notification -> {
            assertThat(notification.addresses()).containsExactly("a@a.test");
            assertThat(notification.content()).asString().contains("Original-Envelope-Id: no+1", "rfc822;x+y@b.test");
        });
        assertThat(received.get(1).content()).asString().contains("Action: delayed");
        assertThat(received.get(2).content()).asString().contains("Action: delivered");
    }

    private void say(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> replies(int count) throws IOException {
        List<String> replies = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(in.readLine());
        }
        return replies;
    }
}
