/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * A real SMTP server on a port of its own. It refuses mailboxes named gone, and may be told to hold back its last word.
 */
final class MailServer implements AutoCloseable {

    /** One message that the server has accepted. */
    record Accepted(List<String> recipients, String text, boolean overTls) {
    }

    private final SMTPServer server;
    private final CountDownLatch gate;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();

    private MailServer(SMTPServer.Builder builder, CountDownLatch gate) {
        this.gate = gate;
        server = builder.port(0).hostName("localhost").messageHandlerFactory(Reception::new).build();
        server.start();
    }

    static MailServer start() {
        return start(SMTPServer.port(0));
    }

    static MailServer start(SMTPServer.Builder builder) {
        return new MailServer(builder, new CountDownLatch(0));
    }

    /** Accepts no message before the gate opens. */
    static MailServer behind(CountDownLatch gate) {
        return new MailServer(SMTPServer.port(0), gate);
    }

    int port() {
        return server.getPortAllocated();
    }

    List<Accepted> accepted() {
        return accepted;
    }

    /** Messages that were received whole and have no answer yet. */
    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Reception implements MessageHandler {

        private final MessageContext context;
        private final List<String> recipients = new CopyOnWriteArrayList<>();

        Reception(MessageContext context) {
            this.context = context;
        }

        @Override
        public void from(String sender) {
            recipients.clear();
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            if (recipient.startsWith("gone@")) {
                throw new RejectException(550, "5.1.1 No such mailbox");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            String text = new String(data.readAllBytes());
            waiting.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            waiting.decrementAndGet();
            accepted.add(new Accepted(List.copyOf(recipients), text, ((Session) context).isTLSStarted()));
            return "2.0.0 Accepted";
        }

        @Override
        public void done() {
        }
    }
}
