/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail transaction on the server: envelope, then content by DATA or in BDAT chunks. */
final class Reception implements MessageHandler {

    private final MailStore store;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";
    private @Nullable Spool spool;

    Reception(MailStore store) {
        this.store = store;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        Mailboxes.Refusal refusal = Mailboxes.refusal(recipient);
        if (refusal != null) {
            throw new RejectException(refusal.code(), refusal.text());
        }
        recipients.add(recipient);
    }

    @Override
    public String data(InputStream content) throws IOException {
        open().append(content);
        return finish();
    }

    void chunk(InputStream in, long octets) throws IOException {
        open().append(in, octets);
    }

    /** Stores the message; returns what the reply says behind its code. */
    String finish() throws IOException {
        StoredMail mail = open().keep(sender, recipients);
        spool = null;
        return "2.0.0 Stored as " + mail.id();
    }

    /** The transaction is over, well or not. */
    @Override
    public void done() {
        if (spool != null) {
            try {
                spool.drop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            spool = null;
        }
    }

    private Spool open() throws IOException {
        Spool open = spool;
        if (open == null) {
            open = store.spool();
            spool = open;
        }
        return open;
    }
}
