/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;

/**
 * What a server says of one recipient of one mail (RFC 3464).
 *
 * @param mail   the envelope id that the mail was sent with, and a recipient as it was then
 * @param action delivered, delayed, failed, relayed or expanded
 * @param status an enhanced status code (RFC 3463)
 */
record Notification(Book.Mail mail, String action, String status) {

    /** All that stands in a message; nothing when it is no notification. */
    static List<Notification> read(InputStream in) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
        List<Notification> notifications = new ArrayList<>();
        if (message.getContent() instanceof MultipartReport multipart
                && multipart.getReport() instanceof DeliveryStatus report) {
            String envelopeId = value(report.getMessageDSN(), "Original-Envelope-Id");
            for (int i = 0; i < report.getRecipientDSNCount(); i++) {
                InternetHeaders recipient = report.getRecipientDSN(i);
                String original = value(recipient, "Original-Recipient");
                notifications.add(new Notification(
                        new Book.Mail(envelopeId, address(original.isEmpty() ? value(recipient, "Final-Recipient") : original)),
                        value(recipient, "Action"), value(recipient, "Status")));
            }
        }
        return notifications;
    }

    private static String value(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, null);
        return value == null ? "" : value.strip();
    }

    /** Without the type in front. */
    private static String address(String typed) {
        return typed.substring(typed.indexOf(';') + 1).strip();
    }
}
