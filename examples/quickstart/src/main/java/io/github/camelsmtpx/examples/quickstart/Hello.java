/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;

import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * EHLO that also offers PIPELINING. SubEthaSMTP answers commands in order and never reads ahead of them, so it keeps
 * that promise but does not make it (behind the dot of DATA it does read ahead; no client of ours sends anything
 * there).
 */
final class Hello extends BaseCommand {

    Hello() {
        super("EHLO", "Introduce yourself.", "<hostname>");
    }

    @Override
    public void execute(String line, Session session) throws IOException {
        String[] words = getArgs(line);
        if (words.length < 2) {
            session.sendResponse("501 5.5.4 Syntax: EHLO hostname");
            return;
        }
        session.resetMailTransaction();
        session.setHelo(words[1]);
        session.sendResponse(String.join("\r\n", "250-" + session.getServer().getHostName(), "250-PIPELINING", "250-8BITMIME",
                "250-SIZE " + session.getServer().getMaxMessageSize(), "250-CHUNKING", "250 SMTPUTF8"));
    }
}
