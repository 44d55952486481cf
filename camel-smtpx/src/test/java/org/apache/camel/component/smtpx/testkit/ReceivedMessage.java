/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message that the server accepted.
 *
 * @param connection the connection that it came over, counted from 1
 * @param verb       the command that began the transaction, {@code MAIL} almost always
 * @param sender     the envelope sender without brackets, empty for the null sender
 * @param parameters parameters of that command, as {@code SIZE=42}
 * @param recipients the recipients that have it, in order: those accepted at RCPT, less those refused behind the
 *                   message
 * @param octets     the content, without dots that were only there for DATA
 * @param chunks     number of BDAT chunks; 0 when it came with DATA
 */
public record ReceivedMessage(int connection, String verb, String sender, List<String> parameters,
        List<ReceivedRecipient> recipients, byte[] octets, int chunks) {

    /**
     * A recipient of a message.
     *
     * @param address    the address without brackets
     * @param parameters parameters of RCPT, as {@code NOTIFY=NEVER}
     */
    public record ReceivedRecipient(String address, List<String> parameters) {
    }

    public ReceivedMessage {
        parameters = List.copyOf(parameters);
        recipients = List.copyOf(recipients);
    }

    ReceivedMessage withRecipients(List<ReceivedRecipient> some) {
        return new ReceivedMessage(connection, verb, sender, parameters, some, octets, chunks);
    }

    /** The addresses of the recipients. */
    public List<String> to() {
        return recipients.stream().map(ReceivedRecipient::address).toList();
    }

    /** The content as text in UTF-8. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "message from <" + sender + "> to " + to() + ", " + octets.length + " octets";
    }
}
