/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.util.List;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A composed message and whom it names, for an envelope that says nothing else.
 *
 * @param message    the message; it has no Bcc field
 * @param sender     the address of the author, without display name
 * @param recipients the addresses of To, Cc and Bcc in this order, without display names, each once; may be empty
 * @param messageId  the Message-ID with its angle brackets
 * @param needsUtf8  whether the header names an address whose local part is not US-ASCII: the message then needs a
 *                   server with SMTPUTF8 (RFC 6531), whatever the envelope says
 */
public record ComposedMessage(
        MimeMessage message, @Nullable String sender, List<String> recipients, String messageId, boolean needsUtf8) {

    /**
     * The octets of the message. Attachments are read now, once, and streamed.
     *
     * @param  exchange    the exchange whose completion removes the octets at the latest
     * @throws IOException if an attachment cannot be read or the octets cannot be kept
     */
    public SpooledMessage spool(Exchange exchange) throws IOException, MessagingException {
        return SpooledMessage.of(message, exchange);
    }
}
