/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.camel.component.smtpx.dsn.DeliveryReport.Action;
import org.apache.camel.component.smtpx.dsn.DeliveryReport.RecipientReport;
import org.apache.camel.component.smtpx.dsn.ReportFields.Field;
import org.apache.camel.component.smtpx.internal.address.LocalPartSyntax;
import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads delivery status notifications (RFC 3464) out of their reports (RFC 6522). A field that is missing or malformed
 * is null in the result; a report without any recipient ends in an {@link IllegalArgumentException} that says why. Time
 * and memory are linear in the length of the report, and both are bounded.
 */
final class DeliveryReportReader {

    /** The most octets of the delivery status. */
    static final int MAX_STATUS = 1024 * 1024;
    /** The most recipients of one notification. */
    static final int MAX_RECIPIENTS = 10_000;
    /** The most multiparts inside each other. */
    static final int MAX_DEPTH = 20;

    private static final int MAX_VALUE = 2000;
    private static final String ORIGINAL_RECIPIENT = "original-recipient";
    private static final String FINAL_RECIPIENT = "final-recipient";
    private static final Set<String> RETURNED_TYPES = Set.of("message/rfc822", "message/global", "text/rfc822-headers",
            "message/rfc822-headers", "message/global-headers");
    private static final Set<String> RECIPIENT_FIELDS
            = Set.of(ORIGINAL_RECIPIENT, FINAL_RECIPIENT, "action", "status", "remote-mta", "diagnostic-code");

    private DeliveryReportReader() {
    }

    /**
     * A delivery status and the parts behind it.
     *
     * @param status   the part that holds the delivery status
     * @param siblings the parts behind it in the same multipart
     */
    private record Report(ReportEntity status, List<ReportEntity> siblings) {
    }

    static DeliveryReport read(byte[] message) {
        ReportEntity root = ReportEntity.of(message);
        Report report = root.isStatus() ? new Report(root, List.of()) : find(root, 1);
        if (report == null) {
            throw broken(root.isMultipart()
                    ? "it has no part of type message/delivery-status"
                    : "the message is no multipart/report but " + Printable.line(root.type(), 100));
        }
        if (!report.status.isComplete()) {
            throw broken("it ends in the middle");
        }
        byte[] content = report.status.content();
        if (content.length > MAX_STATUS) {
            throw broken("its " + report.status.type() + " has more than " + MAX_STATUS + " octets");
        }
        return read(content, report.status.charset(content), messageId(report.siblings));
    }

    /** Refuses a boundary that no mail software makes, before anything searches for it. */
    static void checkBoundary(String contentType) {
        String boundary = contentType.length() > 2 * ReportEntity.MAX_BOUNDARY
                ? ReportMediaType.parse(contentType).parameter("boundary") : null;
        if (boundary != null && boundary.length() > ReportEntity.MAX_BOUNDARY) {
            throw broken("its boundary has more than " + ReportEntity.MAX_BOUNDARY + " characters");
        }
    }

    /**
     * The first delivery status in the tree of multiparts: RFC 6522, section 3, lets the notice before it be of any
     * type, and mailing lists wrap reports. An attached message is no part of the tree, its own reports are about other
     * mail.
     */
    private static @Nullable Report find(ReportEntity entity, int depth) {
        if (!entity.isMultipart()) {
            return null;
        }
        if (depth > MAX_DEPTH) {
            throw broken("it has more than " + MAX_DEPTH + " multiparts inside each other");
        }
        List<ReportEntity> parts = entity.parts();
        for (int i = 0; i < parts.size(); i++) {
            ReportEntity part = parts.get(i);
            if (part.isStatus()) {
                return new Report(part, parts.subList(i + 1, parts.size()));
            }
            Report report = find(part, depth + 1);
            if (report != null) {
                return report;
            }
        }
        return null;
    }

    /** Groups of fields: one about the message, then one for each recipient (RFC 3464, section 2.1). */
    private static DeliveryReport read(byte[] status, Charset charset, @Nullable String messageId) {
        List<Field> message = new ArrayList<>();
        List<RecipientReport> recipients = new ArrayList<>();
        ReportLines lines = new ReportLines(status, 0, status.length);
        while (lines.after() < status.length) {
            List<Field> group = ReportFields.read(status, lines, charset).all();
            if (recipients.isEmpty()) {
                group.stream().filter(field -> !RECIPIENT_FIELDS.contains(field.name())).forEach(message::add);
            }
            for (List<Field> recipient : recipients(group)) {
                RecipientReport read = recipient(recipient);
                if (read != null) {
                    recipients.add(read);
                }
            }
            if (recipients.size() > MAX_RECIPIENTS) {
                throw broken("it is about more than " + MAX_RECIPIENTS + " recipients");
            }
        }
        if (recipients.isEmpty()) {
            throw broken("it is about no recipient");
        }
        return new DeliveryReport(
                plain(text(message, "original-envelope-id")), messageId, typed(message, "reporting-mta"), recipients);
    }

    /**
     * The fields of each recipient of a group. More than one are there only if an empty line is missing: the name that
     * came first begins each recipient then. Where not every recipient has such a field, a field that some of them lack
     * may belong to either neighbour and is left out.
     */
    private static List<List<Field>> recipients(List<Field> group) {
        List<Field> fields = group.stream().filter(field -> RECIPIENT_FIELDS.contains(field.name())).toList();
        long count = count(fields, FINAL_RECIPIENT);
        if (count < 2) {
            return fields.isEmpty() ? List.of() : List.of(fields);
        }
        String first = fields.get(0).name();
        boolean ordered = count(fields, first) == count;
        Set<String> certain = new HashSet<>(RECIPIENT_FIELDS);
        if (!ordered) {
            certain.removeIf(name -> count(fields, name) != count);
            first = FINAL_RECIPIENT;
        } else if (count(fields, ORIGINAL_RECIPIENT) != count) {
            certain.remove(ORIGINAL_RECIPIENT);
        }
        List<List<Field>> recipients = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equals(first)) {
                recipients.add(new ArrayList<>());
            }
            if (certain.contains(field.name()) && !recipients.isEmpty()) {
                recipients.get(recipients.size() - 1).add(field);
            }
        }
        return recipients;
    }

    private static long count(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.name().equals(name)).count();
    }

    /** Null if the fields name no recipient. */
    private static @Nullable RecipientReport recipient(List<Field> fields) {
        String original = address(fields, ORIGINAL_RECIPIENT);
        String last = address(fields, FINAL_RECIPIENT);
        return original == null && last == null
                ? null
                : new RecipientReport(
                        original, last, action(text(fields, "action")), status(text(fields, "status")),
                        typed(fields, "diagnostic-code"), typed(fields, "remote-mta"));
    }

    private static @Nullable Action action(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String word = firstWord(text).toUpperCase(Locale.ROOT);
        for (Action action : Action.values()) {
            if (action.name().equals(word)) {
                return action;
            }
        }
        return null;
    }

    private static @Nullable EnhancedStatus status(@Nullable String text) {
        return text == null ? null : EnhancedStatus.parse(firstWord(text));
    }

    /** The first word, without comments (RFC 3464, section 2.1.1) and without punctuation behind it. */
    private static String firstWord(String text) {
        int comments = 0;
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                comments++;
            } else if (c == ')' && comments > 0) {
                comments--;
            } else if (comments == 0 && (c != ' ' || word.length() > 0)) {
                word.append(c);
            }
            if (word.length() > 0 && (c == ' ' || comments > 0)) {
                break;
            }
        }
        int end = word.length();
        while (end > 0 && " .,;:".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(0, end);
    }

    private static @Nullable String text(List<Field> fields, String name) {
        String value = ReportFields.first(fields, name);
        return value == null ? null : Printable.line(value, MAX_VALUE);
    }

    /** A value such as {@code rfc822; ann@example.org}, without its type. */
    private static @Nullable String typed(List<Field> fields, String name) {
        String value = text(fields, name);
        if (value == null) {
            return null;
        }
        String bare = value.substring(endOfType(value)).strip();
        return bare.isEmpty() ? null : bare;
    }

    /**
     * Position behind the type and its semicolon, or 0 if there is no type: it is an atom (RFC 3464, section 2.1.2)
     * that begins with a letter.
     */
    private static int endOfType(String value) {
        int i = 0;
        while (i < value.length() && isAtom(value.charAt(i), i)) {
            i++;
        }
        int comments = 0;
        while (i < value.length() && (comments > 0 || value.charAt(i) == ' ' || value.charAt(i) == '(')) {
            char c = value.charAt(i++);
            comments += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return i < value.length() && value.charAt(i) == ';' ? i + 1 : 0;
    }

    private static boolean isAtom(char c, int position) {
        return position > 0 ? LocalPartSyntax.isAtomCharacter(c) : c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** An address as it was in the envelope: without type, brackets and encoding. */
    private static @Nullable String address(List<Field> fields, String name) {
        String address = typed(fields, name);
        if (address == null) {
            return null;
        }
        int open = address.lastIndexOf('<');
        if (open >= 0 && address.endsWith(">")) {
            address = address.substring(open + 1, address.length() - 1).strip();
        }
        String value = text(fields, name);
        if (value != null && value.regionMatches(true, 0, "utf-8", 0, 5)) {
            address = unicode(address);
        }
        return address.isEmpty() ? null : plain(address);
    }

    /** Decodes what RFC 6533, section 3, writes as <code>&#92;x{F6}</code> in an address of type utf-8. */
    private static String unicode(String address) {
        StringBuilder decoded = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            int close = address.startsWith("\\x{", i) ? address.indexOf('}', i) : -1;
            int point = close > i + 3 && close <= i + 9 ? codePoint(address, i + 3, close) : -1;
            if (point >= 0) {
                decoded.appendCodePoint(point);
                i = close;
            } else {
                decoded.append(address.charAt(i));
            }
        }
        return Printable.line(decoded.toString(), MAX_VALUE);
    }

    private static int codePoint(String text, int from, int to) {
        try {
            int point = Integer.parseInt(text, from, to, 16);
            return Character.isValidCodePoint(point) ? point : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Exim writes ids and addresses as they came, in xtext, where RFC 3464, sections 2.2.1 and 2.3.1, wants them
     * decoded. A value is decoded if xtext would have encoded the result exactly like that.
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

    /** From the returned message, or its header. */
    private static @Nullable String messageId(List<ReportEntity> siblings) {
        for (ReportEntity part : siblings) {
            if (RETURNED_TYPES.contains(part.type())) {
                byte[] content = part.content();
                String id = ReportFields.header(content, new ReportLines(content, 0, content.length)).first("Message-ID");
                return id == null ? null : Printable.line(id, MAX_VALUE);
            }
        }
        return null;
    }

    static IllegalArgumentException broken(String why) {
        return new IllegalArgumentException("No delivery status notification: " + why);
    }
}
