/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;

/** One mail transaction as the server sees it: envelope, and content as it comes in. */
final class Transaction {

    private static final Pattern MAIL = Pattern.compile("MAIL FROM: ?<(?<address>[^>]*)>(?<parameters>.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern RCPT = Pattern.compile("RCPT TO: ?<(?<address>[^>]+)>(?<parameters>.*)",
            Pattern.CASE_INSENSITIVE);

    private final List<ReceivedMail.Receiver> receivers = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
    private boolean begun;
    private String sender = "";
    private String envelopeId = "";
    private boolean headersOnly;
    private byte last = '\n';
    private boolean over;

    /** The reply to MAIL. */
    String mail(String line) {
        Matcher mail = MAIL.matcher(line);
        if (!mail.matches()) {
            return "501 5.5.4 Syntax: MAIL FROM:<address>";
        }
        if (begun) {
            return "503 5.5.1 Nested MAIL";
        }
        String size = parameter(mail, "SIZE");
        if (!size.isEmpty() && Long.parseLong(size) > Conversation.SIZE_MAX) {
            return "552 5.3.4 Too much";
        }
        begun = true;
        sender = mail.group("address");
        envelopeId = xtext(parameter(mail, "ENVID"));
        headersOnly = parameter(mail, "RET").equalsIgnoreCase("HDRS");
        return "250 2.1.0 Ok";
    }

    /** The reply to RCPT. */
    String recipient(String line, Mailboxes mailboxes) {
        Matcher rcpt = RCPT.matcher(line);
        if (!rcpt.matches()) {
            return "501 5.5.4 Syntax: RCPT TO:<address>";
        }
        if (!begun) {
            return "503 5.5.1 MAIL first";
        }
        String address = rcpt.group("address");
        String refusal = mailboxes.refusal(address);
        if (refusal != null) {
            return refusal;
        }
        String notifyOn = parameter(rcpt, "NOTIFY").toUpperCase(Locale.ROOT);
        receivers.add(new ReceivedMail.Receiver(
                address, notifyOn.isEmpty() ? List.of() : Arrays.asList(notifyOn.split(",")),
                xtext(parameter(rcpt, "ORCPT"))));
        return "250 2.1.5 Ok";
    }

    boolean hasReceivers() {
        return !receivers.isEmpty();
    }

    void append(ByteBuf in, int length) throws IOException {
        if (length > 0) {
            last = in.getByte(in.readerIndex() + length - 1);
        }
        over |= content.size() + (long) length > Conversation.SIZE_MAX;
        if (over) {
            in.skipBytes(length);
        } else {
            in.readBytes(content, length);
        }
    }

    /** Whether what comes next begins a line. */
    boolean atLineStart() {
        return last == '\n';
    }

    /** Whether it was more than the server takes. */
    boolean over() {
        return over;
    }

    ReceivedMail whole(long id) {
        return new ReceivedMail(id, sender, envelopeId, headersOnly, receivers, content.toByteArray());
    }

    private static String parameter(Matcher command, String name) {
        Matcher value = Pattern.compile(" " + name + "=(\\S*)", Pattern.CASE_INSENSITIVE).matcher(command.group("parameters"));
        return value.find() ? value.group(1) : "";
    }

    /** RFC 3461 section 4. */
    private static String xtext(String encoded) {
        return Pattern.compile("\\+([0-9A-F]{2})").matcher(encoded)
                .replaceAll(hex -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
    }
}
