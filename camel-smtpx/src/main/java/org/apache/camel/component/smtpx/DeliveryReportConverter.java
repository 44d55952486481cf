/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Properties;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Makes {@link DeliveryReport}s of whatever a mail consumer gives. */
@Converter(generateLoader = true)
public final class DeliveryReportConverter {

    /** Octets of a notification that are looked at: what is for machines comes before the message that came back. */
    static final int OCTETS_MAX = 4 * 1024 * 1024;

    private DeliveryReportConverter() {
    }

    @Converter
    public static DeliveryReport toDeliveryReport(Message message) throws MessagingException, IOException {
        return DeliveryReportReader.read(message);
    }

    @Converter
    public static DeliveryReport toDeliveryReport(MimeMultipart multipart) throws MessagingException, IOException {
        return DeliveryReportReader.read(multipart);
    }

    /** The stream is read as far as needed and closed. */
    @Converter
    public static DeliveryReport toDeliveryReport(InputStream message) throws MessagingException, IOException {
        try (message) {
            return toDeliveryReport(message.readNBytes(OCTETS_MAX));
        }
    }

    @Converter
    public static DeliveryReport toDeliveryReport(byte[] message) throws MessagingException, IOException {
        InputStream octets = new ByteArrayInputStream(message);
        return DeliveryReportReader.read(new MimeMessage(Session.getInstance(new Properties()), octets));
    }

    @Converter
    public static DeliveryReport toDeliveryReport(String message, @Nullable Exchange exchange)
            throws MessagingException, IOException {
        Charset charset = Charset.forName(ExchangeHelper.getCharsetName(exchange, true));
        return toDeliveryReport(message.getBytes(charset));
    }
}
