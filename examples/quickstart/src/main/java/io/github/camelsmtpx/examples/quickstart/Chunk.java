/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;

import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * BDAT (RFC 3030) in the place of SubEthaSMTP's own. That one reads a chunk octet by octet from the bare socket (five
 * seconds for seven megabytes), leaves the octets of a refused chunk standing as commands, and stores a chunk that
 * broke off as if it were whole.
 */
final class Chunk extends BaseCommand {

    Chunk() {
        super("BDAT", "So many octets of content follow.", "<octets> [LAST]");
    }

    @Override
    public void execute(String line, Session session) throws IOException, DropConnectionException {
        String[] words = getArgs(line);
        boolean last = words.length == 3 && words[2].equalsIgnoreCase("LAST");
        if (words.length != (last ? 3 : 2) || !words[1].matches("[0-9]{1,18}")) {
            // Nobody knows how many octets follow.
            throw new DropConnectionException(501, "5.5.4 Syntax: BDAT octets [LAST]");
        }
        long octets = Long.parseLong(words[1]);
        InputStream in = session.getRawInput();
        if (!(session.getMessageHandler() instanceof Reception reception) || session.getRecipientCount() == 0) {
            in.skipNBytes(octets);
            session.sendResponse("503 5.5.1 No valid recipients");
            return;
        }
        reception.chunk(in, octets);
        if (last) {
            session.sendResponse("250 " + reception.finish());
            session.resetMailTransaction();
        } else {
            session.sendResponse("250 2.0.0 " + octets + " octets received");
        }
    }
}
