/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What the server writes back to the sender (RFC 3461, RFC 3464): one notification for each thing it has to say. */
final class Notifications {

    private enum Event {
        DELIVERED("SUCCESS", "delivered", "2.0.0", "250 2.0.0 Delivered", "is in the mailbox"),
        DELAYED("DELAY", "delayed", "4.4.1", "451 4.4.1 The next host does not answer", "is late; it is tried again"),
        FAILED("FAILURE", "failed", "5.2.1", "550 5.2.1 Mailbox closed", "could not be delivered");

        private final String asked;
        private final String action;
        private final String status;
        private final String diagnostic;
        private final String words;

        Event(String asked, String action, String status, String diagnostic, String words) {
            this.asked = asked;
            this.action = action;
            this.status = status;
            this.diagnostic = diagnostic;
            this.words = words;
        }
    }

    private Notifications() {
    }

    static List<ReceivedMail> of(ReceivedMail mail, LongSupplier ids) {
        List<ReceivedMail> notifications = new ArrayList<>();
        if (!mail.sender().isEmpty()) {
            for (ReceivedMail.Receiver receiver : mail.receivers()) {
                for (Event event : events(receiver.address())) {
                    if (isWanted(event, receiver.notifyOn())) {
                        notifications.add(notification(mail, receiver, event, ids.getAsLong()));
                    }
                }
            }
        }
        return notifications;
    }

    private static List<Event> events(String address) {
        if (address.startsWith(Mailboxes.BOUNCE)) {
            return List.of(Event.FAILED);
        }
        return address.startsWith(Mailboxes.SLOW) ? List.of(Event.DELAYED, Event.DELIVERED) : List.of(Event.DELIVERED);
    }

    /** Unasked, a server tells of failures and delays only. */
    private static boolean isWanted(Event event, List<String> notifyOn) {
        return notifyOn.isEmpty() ? event != Event.DELIVERED : notifyOn.contains(event.asked);
    }

    private static ReceivedMail notification(ReceivedMail mail, ReceivedMail.Receiver receiver, Event event, long id) {
        boolean headers = mail.headersOnly() || event != Event.FAILED;
        StringBuilder text = new StringBuilder(1024);
        text.append("From: Mail Delivery System <mailer-daemon@mx.example.org>\nTo: ").append(mail.sender())
                .append("\nSubject: Your mail to ").append(receiver.address()).append(": ").append(event.action)
                .append("\nMessage-ID: <notification-").append(id).append("@mx.example.org>\nAuto-Submitted: auto-replied\n")
                .append("MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"=_part\"\n\n")
                .append("--=_part\nContent-Type: text/plain; charset=us-ascii\n\nYour mail to ").append(receiver.address())
                .append(' ').append(event.words).append(".\n\n--=_part\nContent-Type: message/delivery-status\n\n")
                .append("Reporting-MTA: dns; mx.example.org\n");
        if (!mail.envelopeId().isEmpty()) {
            text.append("Original-Envelope-Id: ").append(mail.envelopeId()).append('\n');
        }
        text.append('\n');
        if (!receiver.original().isEmpty()) {
            text.append("Original-Recipient: ").append(receiver.original()).append('\n');
        }
        text.append("Final-Recipient: rfc822; ").append(receiver.address()).append("\nAction: ").append(event.action)
                .append("\nStatus: ").append(event.status).append("\nDiagnostic-Code: smtp; ").append(event.diagnostic)
                .append("\n\n--=_part\nContent-Type: ").append(headers ? "text/rfc822-headers" : "message/rfc822")
                .append("\n\n").append(headers ? mail.head() : new String(mail.content(), StandardCharsets.ISO_8859_1))
                .append("\n--=_part--\n");
        byte[] octets = text.toString().replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new ReceivedMail(
                id, "", "", false, List.of(new ReceivedMail.Receiver(mail.sender(), List.of(), "")), octets);
    }
}
