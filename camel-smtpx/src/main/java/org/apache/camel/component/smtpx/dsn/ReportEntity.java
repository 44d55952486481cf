/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An entity of a report (RFC 2045, section 2.4): a header and a body, as a range of the report's octets. Each octet is
 * visited a bounded number of times for each level of nesting; nothing here recurses.
 */
final class ReportEntity {

    /** RFC 2046, section 5.1.1, allows 70; some software exceeds that. */
    static final int MAX_BOUNDARY = 1000;

    private final byte[] octets;
    private final int body;
    private final int end;
    private final boolean complete;
    private final ReportFields header;
    private final ReportMediaType type;

    /** @param complete whether its end was seen, a delimiter or the end of the message */
    private ReportEntity(byte[] octets, int start, int end, boolean complete) {
        ReportLines lines = new ReportLines(octets, start, end);
        this.octets = octets;
        this.header = ReportFields.header(octets, lines);
        this.body = lines.after();
        this.end = end;
        this.complete = complete;
        this.type = ReportMediaType.parse(header.first("Content-Type"));
    }

    static ReportEntity of(byte[] message) {
        return new ReportEntity(message, 0, message.length, message.length < DeliveryReportConverter.MAX_OCTETS);
    }

    String type() {
        return type.name();
    }

    boolean isMultipart() {
        return type.name().startsWith("multipart/");
    }

    boolean isComplete() {
        return complete;
    }

    @Nullable
    String header(String name) {
        return header.first(name);
    }

    /** Whether it is a delivery status (RFC 3464, RFC 6533). */
    boolean isStatus() {
        return type.name().equals("message/delivery-status") || type.name().equals("message/global-delivery-status");
    }

    /** The parts of a multipart (RFC 2046, section 5.1). */
    List<ReportEntity> parts() {
        String declared = type.parameter("boundary");
        if (declared != null && declared.length() > MAX_BOUNDARY) {
            throw DeliveryReportReader.broken("its boundary has more than " + MAX_BOUNDARY + " characters");
        }
        List<ReportEntity> parts = new ArrayList<>();
        if (declared != null) {
            addParts(parts, body, declared.getBytes(StandardCharsets.UTF_8), true);
        }
        int first = parts.isEmpty() ? findDelimiter(body) : -1;
        if (first >= 0) {
            addParts(parts, first, boundary(first), false);
        }
        return parts;
    }

    /** @param declared whether the boundary is the declared one, and another one may follow it */
    private void addParts(List<ReportEntity> parts, int from, byte[] boundary, boolean declared) {
        ReportLines lines = new ReportLines(octets, from, end);
        int start = -1;
        while (lines.next()) {
            boolean close = isDelimiter(lines, boundary, true);
            if (!close && !isDelimiter(lines, boundary, false)) {
                continue;
            }
            if (start >= 0) {
                parts.add(part(start, lines.start()));
            }
            start = lines.after();
            if (close) {
                return;
            }
        }
        if (start >= 0) {
            addLastPart(parts, start, declared);
        }
    }

    /** Without a close delimiter the part is complete if the delimiter of an enclosing multipart ended it. */
    private void addLastPart(List<ReportEntity> parts, int start, boolean declared) {
        ReportEntity last = new ReportEntity(octets, start, end, complete && end < octets.length);
        int other = declared && last.isStatus() && !last.complete ? last.findDelimiter(last.body) : -1;
        if (other < 0) {
            parts.add(last);
        } else {
            parts.add(part(start, other));
            addParts(parts, other, boundary(other), false);
        }
    }

    private ReportEntity part(int start, int delimiter) {
        return new ReportEntity(octets, start, Math.max(start, beforeLineEnd(delimiter)), true);
    }

    /**
     * Position of the first line that looks like a delimiter before a part: some reports use another than they declare.
     */
    private int findDelimiter(int from) {
        ReportLines lines = new ReportLines(octets, from, end);
        int candidate = -1;
        while (lines.next()) {
            if (candidate >= 0 && startsWithContent(lines.start())) {
                return candidate;
            }
            candidate = lines.startsWithDashes() && lines.stop() - lines.start() <= MAX_BOUNDARY ? lines.start() : -1;
        }
        return -1;
    }

    private byte[] boundary(int delimiter) {
        ReportLines lines = new ReportLines(octets, delimiter, end);
        lines.next();
        return Arrays.copyOfRange(octets, lines.start() + 2, lines.stop());
    }

    private boolean startsWithContent(int at) {
        return new String(octets, at, Math.min(8, octets.length - at), StandardCharsets.US_ASCII).equalsIgnoreCase("content-");
    }

    private boolean isDelimiter(ReportLines lines, byte[] boundary, boolean close) {
        int text = lines.start() + 2;
        int after = text + boundary.length;
        if (!lines.startsWithDashes() || after > lines.stop()
                || !Arrays.equals(octets, text, after, boundary, 0, boundary.length)) {
            return false;
        }
        if (close) {
            if (after + 2 > lines.stop() || octets[after] != '-' || octets[after + 1] != '-') {
                return false;
            }
            after += 2;
        }
        while (after < lines.stop() && ReportLines.isBlank(octets[after])) {
            after++;
        }
        return after == lines.stop();
    }

    /** The line end before a delimiter belongs to the delimiter. */
    private int beforeLineEnd(int position) {
        int before = position;
        if (before > 0 && octets[before - 1] == '\n') {
            before--;
        }
        return before > 0 && octets[before - 1] == '\r' ? before - 1 : before;
    }

    /** The body without its transfer encoding, which RFC 6533 allows for both types of delivery status. */
    byte[] content() {
        String encoding = header.first("Content-Transfer-Encoding");
        String name = encoding == null ? "" : encoding.split("[ \t;(]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (name) {
            case "quoted-printable" -> quotedPrintable();
            case "base64" -> base64();
            default -> Arrays.copyOfRange(octets, body, end);
        };
    }

    private byte[] quotedPrintable() {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - body);
        for (int i = body; i < end; i++) {
            if (octets[i] != '=') {
                decoded.write(octets[i]);
                continue;
            }
            int octet = i + 2 < end ? hex(octets[i + 1]) << 4 | hex(octets[i + 2]) : -1;
            int lineEnd = i + 1;
            while (lineEnd < end && ReportLines.isBlank(octets[lineEnd])) {
                lineEnd++;
            }
            if (octet >= 0) {
                decoded.write(octet);
                i += 2;
            } else if (lineEnd == end || octets[lineEnd] == '\n') {
                i = lineEnd;
            } else if (octets[lineEnd] == '\r') {
                i = lineEnd + 1 < end && octets[lineEnd + 1] == '\n' ? lineEnd + 1 : lineEnd;
            } else {
                decoded.write('=');
            }
        }
        return decoded.toByteArray();
    }

    /** The value of the hex digit, or a negative number. */
    private static int hex(byte octet) {
        return Character.digit(octet, 16);
    }

    private byte[] base64() {
        byte[] digits = new byte[end - body];
        int count = 0;
        for (int i = body; i < end && octets[i] != '='; i++) {
            int octet = octets[i];
            if (octet == ':') {
                // Fields, declared as base64 but not encoded
                return Arrays.copyOfRange(octets, body, end);
            }
            if (octet == '+' || octet == '/' || octet < 0x7F && Character.isLetterOrDigit(octet)) {
                digits[count++] = octets[i];
            }
        }
        return Base64.getDecoder().decode(Arrays.copyOf(digits, count % 4 == 1 ? count - 1 : count));
    }

    /** The charset of decoded content: UTF-8 where that fits, else the declared one. */
    Charset charset(byte[] content) {
        Charset declared = declaredCharset();
        boolean ascii = true;
        for (byte octet : content) {
            ascii &= octet >= 0;
        }
        if (type.name().startsWith("message/global") || !ascii && isUtf8(content)) {
            return StandardCharsets.UTF_8;
        }
        return declared;
    }

    private Charset declaredCharset() {
        String name = type.parameter("charset");
        try {
            return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
