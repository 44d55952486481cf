/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP in this JVM: CHUNKING without PIPELINING. */
class SubEthaSendingIT extends SendingContract {

    private final Mails mails = new Mails();
    private SMTPServer server;
    private SMTPServer secure;

    @BeforeAll
    void start() {
        server = builder().enableTLS().startTlsSocketFactory(TestClient.serverTls()).build();
        secure = builder().serverSocketFactory(TestClient.serverTls()).build();
        server.start();
        secure.start();
    }

    private SMTPServer.Builder builder() {
        return SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).hostName("mx.test")
                .insertReceivedHeaders(false).maxMessageSize(40_000_000).messageHandlerFactory(context -> new Reception());
    }

    @AfterAll
    void stop() {
        server.stop();
        secure.stop();
    }

    @Override
    Peer peer() {
        return new EmbeddedPeer("subethasmtp", server.getPortAllocated(), secure.getPortAllocated(), mails);
    }

    @Override
    Set<String> offered() {
        return Set.of("CHUNKING", "8BITMIME", "SMTPUTF8", "STARTTLS");
    }

    @Override
    boolean completesTheLastLine() {
        return false;
    }

    @Override
    boolean readsChunksFast() {
        return false;
    }

    private final class Reception implements MessageHandler {
        private String sender = "";
        private final List<String> recipients = new ArrayList<>();

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            if (recipient.startsWith("bad")) {
                throw new RejectException(550, "5.1.1 no such user here");
            }
            if (recipient.startsWith("tempfail")) {
                throw new RejectException(450, "4.3.0 try again later");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            mails.add(new RecordedMail(sender, List.copyOf(recipients), data.readAllBytes()));
            return null;
        }

        @Override
        public void done() {
            // nothing is kept open
        }
    }
}
