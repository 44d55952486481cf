/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage.ReceivedRecipient;

/** Delivery status notifications to the sender (RFC 3461, RFC 3464), one for each event of a recipient. */
final class Notifications {

    private enum Event {
        DELIVERED("SUCCESS", "delivered", "2.0.0", "250 2.0.0 Delivered", "is in the mailbox"),
        DELAYED("DELAY", "delayed", "4.4.1", "451 4.4.1 The next host does not answer", "is late; it is tried again"),
        FAILED("FAILURE", "failed", "5.2.1", "550 5.2.1 Mailbox closed", "could not be delivered");

        private final String requested;
        private final String action;
        private final String status;
        private final String diagnostic;
        private final String words;

        Event(String requested, String action, String status, String diagnostic, String words) {
            this.requested = requested;
            this.action = action;
            this.status = status;
            this.diagnostic = diagnostic;
            this.words = words;
        }
    }

    private Notifications() {
    }

    static List<ReceivedMessage> of(ReceivedMessage message) {
        List<ReceivedMessage> notifications = new ArrayList<>();
        if (!message.sender().isEmpty()) {
            for (ReceivedRecipient recipient : message.recipients()) {
                String notifyOn = parameter(recipient.parameters(), "NOTIFY");
                for (Event event : events(recipient.address())) {
                    // Unasked, a server notifies of failures and delays only.
                    if (notifyOn.isEmpty() ? event != Event.DELIVERED : notifyOn.contains(event.requested)) {
                        notifications.add(notification(message, recipient, event));
                    }
                }
            }
        }
        return notifications;
    }

    private static List<Event> events(String address) {
        if (address.startsWith("bounce")) {
            return List.of(Event.FAILED);
        }
        return address.startsWith("slow") ? List.of(Event.DELAYED, Event.DELIVERED) : List.of(Event.DELIVERED);
    }

    private static ReceivedMessage notification(ReceivedMessage message, ReceivedRecipient recipient, Event event) {
        boolean headers = event != Event.FAILED || parameter(message.parameters(), "RET").equals("HDRS");
        String envelopeId = parameter(message.parameters(), "ENVID");
        String original = parameter(recipient.parameters(), "ORCPT");
        String text = """
                From: Mail Delivery System <mailer-daemon@mx.example.org>
                To: %s
                Subject: Your mail to %s: %s
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="=_part"

                --=_part
                Content-Type: text/plain; charset=us-ascii

                Your mail to %2$s %s.

                --=_part
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org
                %s
                %sFinal-Recipient: rfc822; %2$s
                Action: %3$s
                Status: %s
                Diagnostic-Code: smtp; %s

                --=_part
                Content-Type: %s

                %s
                --=_part--
                """.formatted(message.sender(), recipient.address(), event.action, event.words,
                envelopeId.isEmpty() ? "" : "Original-Envelope-Id: " + envelopeId + "\n",
                original.isEmpty() ? "" : "Original-Recipient: " + original + "\n", event.status, event.diagnostic,
                headers ? "text/rfc822-headers" : "message/rfc822", headers ? head(message) : message.text());
        byte[] octets = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new ReceivedMessage(
                message.connection(), "MAIL", "", List.of(), List.of(new ReceivedRecipient(message.sender(), List.of())),
                octets, 0);
    }

    /** The header fields. */
    static String head(ReceivedMessage message) {
        String text = message.text();
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 2);
    }

    /** The value of a parameter, decoded (RFC 3461, section 4); empty if it was not given. */
    private static String parameter(List<String> parameters, String name) {
        String value = parameters.stream().filter(parameter -> parameter.startsWith(name + "=")).findFirst().orElse(name + "=")
                .substring(name.length() + 1);
        return Pattern.compile("\\+([0-9A-F]{2})").matcher(value)
                .replaceAll(hex -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
    }
}
