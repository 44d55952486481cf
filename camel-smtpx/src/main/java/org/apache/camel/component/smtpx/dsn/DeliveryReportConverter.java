/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Converts what mail consumers produce to a {@link DeliveryReport}. */
@Converter(generateLoader = true)
public final class DeliveryReportConverter {

    /** Octets of a notification that are read: the delivery status precedes the returned message. */
    static final int MAX_OCTETS = 4 * 1024 * 1024;

    private DeliveryReportConverter() {
    }

    @Converter
    public static DeliveryReport toDeliveryReport(Message message) throws MessagingException, IOException {
        return DeliveryReportReader.read(beginning(message::writeTo));
    }

    @Converter
    public static DeliveryReport toDeliveryReport(MimeMultipart multipart) throws MessagingException, IOException {
        String type = multipart.getContentType();
        DeliveryReportReader.checkBoundary(type);
        Part parent = multipart.getParent();
        if (parent != null && type.equals(parent.getContentType())) {
            // The octets as they were received: Jakarta Mail takes half a minute to parse 200,000 parts
            return DeliveryReportReader.read(beginning(parent::writeTo));
        }
        // writeTo adds the close delimiter that a truncated multipart lacks
        boolean complete = multipart.isComplete();
        byte[] body = beginning(multipart::writeTo);
        int length = body.length;
        if (!complete && length < MAX_OCTETS) {
            length = lastLine(body);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream(length + type.length() + 20);
        message.writeBytes(("Content-Type: " + type + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        message.write(body, 0, length);
        return DeliveryReportReader.read(message.toByteArray());
    }

    /** The stream is read as far as needed and closed. */
    @Converter
    public static DeliveryReport toDeliveryReport(InputStream message) throws IOException {
        try (message) {
            return DeliveryReportReader.read(message.readNBytes(MAX_OCTETS));
        }
    }

    @Converter
    public static DeliveryReport toDeliveryReport(byte[] message) {
        return DeliveryReportReader.read(message.length > MAX_OCTETS ? Arrays.copyOf(message, MAX_OCTETS) : message);
    }

    @Converter
    public static DeliveryReport toDeliveryReport(String message, @Nullable Exchange exchange) {
        Charset charset = Charset.forName(ExchangeHelper.getCharsetName(exchange, true));
        return toDeliveryReport(message.getBytes(charset));
    }

    private static int lastLine(byte[] octets) {
        int end = octets.length;
        while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
            end--;
        }
        while (end > 0 && octets[end - 1] != '\n' && octets[end - 1] != '\r') {
            end--;
        }
        return end;
    }

    private interface Writing {
        void to(OutputStream out) throws MessagingException, IOException;
    }

    /** The first {@link #MAX_OCTETS} octets; nothing is written beyond them. */
    private static byte[] beginning(Writing writing) throws MessagingException, IOException {
        Beginning beginning = new Beginning();
        try {
            writing.to(beginning);
        } catch (IOException | MessagingException e) {
            if (!beginning.full) {
                throw e;
            }
        }
        return beginning.octets.toByteArray();
    }

    /** Keeps the beginning of what is written and fails then, which ends the writing. */
    private static final class Beginning extends OutputStream {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream(8192);
        private boolean full;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] { (byte) octet }, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int kept = Math.min(length, MAX_OCTETS - octets.size());
            octets.write(source, offset, kept);
            if (kept < length) {
                full = true;
                throw new IOException("the beginning is read");
            }
        }
    }
}
