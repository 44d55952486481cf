/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.util.List;

import jakarta.mail.internet.InternetHeaders;
import org.apache.camel.component.smtpx.message.AdaptableSource;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.apache.camel.component.smtpx.message.Width;
import org.jspecify.annotations.Nullable;

/**
 * A composed message and whom it names, for an envelope that says nothing else.
 *
 * @param source     the message, in whatever form the server takes; it has no Bcc field
 * @param sender     the address of the author, without display name
 * @param recipients the addresses of To, Cc and Bcc in this order, without display names, each once; may be empty
 * @param messageId  the Message-ID with its angle brackets
 * @param needsUtf8  whether the header names an address whose local part is not US-ASCII: the message then needs a
 *                   server with SMTPUTF8 (RFC 6531), whatever the envelope says; the source knows that too
 */
public record ComposedMessage(
        MessageSource source, @Nullable String sender, List<String> recipients, String messageId, boolean needsUtf8) {

    /** A message of header fields and a content. */
    static MessageSource source(InternetHeaders fields, Part content, @Nullable String utf8Address) {
        return MessageSource.of(new AdaptableSource.Forms() {
            @Override
            public MessageSource in(Width width) {
                Pieces out = new Pieces();
                Part.writeFields(fields, out);
                Part.writeField("MIME-Version: 1.0", out);
                content.write(width, out);
                return out.finish();
            }

            @Override
            public boolean gainsFromBinary() {
                return content.gainsFromBinary();
            }

            @Override
            public @Nullable String utf8Address() {
                return utf8Address;
            }
        });
    }
}
