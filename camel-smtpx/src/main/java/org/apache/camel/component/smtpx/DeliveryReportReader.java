/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import org.apache.camel.component.smtpx.DeliveryReport.Action;
import org.apache.camel.component.smtpx.DeliveryReport.RecipientReport;
import org.apache.camel.component.smtpx.protocol.EnhancedStatus;
import org.apache.camel.component.smtpx.protocol.Xtext;
import org.apache.camel.component.smtpx.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Reads delivery status notifications (RFC 3464) out of their reports (RFC 6522). They come from strangers: whatever is
 * wrong with one ends in an {@link IllegalArgumentException} that says so, and nothing in one can make it cost much.
 */
final class DeliveryReportReader {

    /** The most octets of the part that is for machines. */
    static final int STATUS_MAX = 1024 * 1024;
    /** The most recipients of one notification. */
    static final int RECIPIENTS_MAX = 10_000;

    private static final int DEPTH_MAX = 3;
    private static final int VALUE_MAX = 2000;

    private DeliveryReportReader() {
    }

    static DeliveryReport read(Part message) throws MessagingException, IOException {
        if (!message.isMimeType("multipart/*")) {
            throw broken("the message is no multipart/report but " + Printable.line(message.getContentType(), 100));
        }
        return read(multipart(message), 1);
    }

    static DeliveryReport read(MimeMultipart report) throws MessagingException, IOException {
        return read(report, 1);
    }

    /** Not {@code getContent()}: what that makes of a report depends on what else is on the class path. */
    private static MimeMultipart multipart(Part part) throws MessagingException {
        return new MimeMultipart(part.getDataHandler().getDataSource());
    }

    private static DeliveryReport read(MimeMultipart report, int depth) throws MessagingException, IOException {
        for (int i = 0; i < report.getCount(); i++) {
            BodyPart part = report.getBodyPart(i);
            if (part.isMimeType("message/delivery-status") || part.isMimeType("message/global-delivery-status")) {
                if (i == report.getCount() - 1 && !report.isComplete()) {
                    throw broken("it ends in the middle");
                }
                return read(status(part), messageId(report, i + 1));
            }
            // A mailing list may have wrapped it
            if (part.isMimeType("multipart/*") && depth < DEPTH_MAX && report.getCount() <= DEPTH_MAX) {
                return read(multipart(part), depth + 1);
            }
        }
        throw broken("it has no part of type message/delivery-status");
    }

    private static String status(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            byte[] octets = in.readNBytes(STATUS_MAX + 1);
            if (octets.length > STATUS_MAX) {
                throw broken("its message/delivery-status has more than " + STATUS_MAX + " octets");
            }
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    /** Groups of fields: one about the message, then one for each recipient (RFC 3464, section 2.1). */
    private static DeliveryReport read(String status, @Nullable String messageId) throws MessagingException {
        String[] groups = status.replace("\r\n", "\n").strip().split("\n(?:[ \t]*\n)+", RECIPIENTS_MAX + 2);
        if (groups.length > RECIPIENTS_MAX + 1) {
            throw broken("it is about more than " + RECIPIENTS_MAX + " recipients");
        }
        InternetHeaders message = fields(groups[0]);
        List<RecipientReport> recipients = new ArrayList<>(groups.length);
        for (int i = 1; i < groups.length; i++) {
            recipients.add(recipient(fields(groups[i]), i));
        }
        if (recipients.isEmpty()) {
            throw broken("it is about no recipient");
        }
        return new DeliveryReport(
                plain(value(message, "Original-Envelope-Id")), messageId, typed(message, "Reporting-MTA"), recipients);
    }

    private static RecipientReport recipient(InternetHeaders fields, int number) {
        String address = plain(required(typed(fields, "Final-Recipient"), "Final-Recipient", number));
        String action = required(value(fields, "Action"), "Action", number);
        String code = required(value(fields, "Status"), "Status", number);
        EnhancedStatus status = EnhancedStatus.parse(code.split("[ \t(]", 2)[0]);
        if (status == null) {
            throw broken("Status of recipient " + number + " is no status: " + Printable.quote(code));
        }
        return new RecipientReport(
                plain(typed(fields, "Original-Recipient")), String.valueOf(address), action(action, number), status,
                typed(fields, "Diagnostic-Code"), typed(fields, "Remote-MTA"));
    }

    private static Action action(String text, int number) {
        String word = text.split("[ \t(]", 2)[0].toUpperCase(Locale.ROOT);
        for (Action action : Action.values()) {
            if (action.name().equals(word)) {
                return action;
            }
        }
        throw broken("Action of recipient " + number + " is none: " + Printable.quote(text));
    }

    private static String required(@Nullable String value, String field, int number) {
        if (value == null || value.isEmpty()) {
            throw broken("recipient " + number + " has no " + field);
        }
        return value;
    }

    private static InternetHeaders fields(String group) throws MessagingException {
        return new InternetHeaders(new ByteArrayInputStream(group.getBytes(StandardCharsets.UTF_8)), true);
    }

    private static @Nullable String value(InternetHeaders fields, String name) {
        String[] values = fields.getHeader(name);
        return values == null
                ? null : Printable.line(
                        MimeUtility.unfold(values[0]).strip().replaceAll("[ \t]+", " "), VALUE_MAX);
    }

    /** A value such as {@code rfc822; ann@example.org}, without its type. */
    private static @Nullable String typed(InternetHeaders fields, String name) {
        String value = value(fields, name);
        return value == null ? null : value.substring(value.indexOf(';') + 1).strip();
    }

    /**
     * Exim writes ids and addresses as they came, in xtext, where RFC 3464, sections 2.2.1 and 2.3.1, wants them
     * decoded. What xtext would have written exactly so is taken for it.
     */
    private static @Nullable String plain(@Nullable String value) {
        if (value == null || value.indexOf('+') < 0) {
            return value;
        }
        try {
            String decoded = Xtext.decode(value);
            return Xtext.encode(decoded).equals(value) ? decoded : value;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** From the message that came back, or its header. */
    private static @Nullable String messageId(MimeMultipart report, int index) throws MessagingException, IOException {
        if (index >= report.getCount()) {
            return null;
        }
        try (InputStream in = report.getBodyPart(index).getInputStream()) {
            byte[] head = in.readNBytes(STATUS_MAX);
            String id = value(new InternetHeaders(new ByteArrayInputStream(head), true), "Message-ID");
            return id == null || id.isEmpty() ? null : id;
        }
    }

    private static IllegalArgumentException broken(String why) {
        return new IllegalArgumentException("No delivery status notification: " + why);
    }
}
