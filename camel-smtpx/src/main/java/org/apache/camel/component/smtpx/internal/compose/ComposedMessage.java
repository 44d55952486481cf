/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import jakarta.mail.internet.InternetHeaders;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.MultiFormSource;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * A composed message and the addresses it names, for an envelope without its own. Before its source is read, it may be
 * given the Message-ID and the date of an earlier attempt.
 */
public final class ComposedMessage {

    private final InternetHeaders fields;
    private final Part content;
    private final @Nullable String sender;
    private final List<String> recipients;
    private final Map<String, String> unusable;
    private final @Nullable String utf8Address;
    private final MessageSource source;
    private final List<String> warnings;
    private final boolean madeMessageId;
    private final boolean madeDate;
    private MessageIdentity identity;

    /**
     * @param fields   the header fields; those of the identity are only set where they are missing
     * @param unusable recipients that are no addresses, with the reason
     * @param identity Message-ID and date, where the fields have none
     * @param warnings what was changed so that the message could be composed, one sentence each
     */
    ComposedMessage(InternetHeaders fields, Part content, @Nullable String sender, List<String> recipients,
                    Map<String, String> unusable, @Nullable String utf8Address, MessageIdentity identity,
                    List<String> warnings) {
        this.fields = fields;
        this.content = content;
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        this.unusable = Collections.unmodifiableMap(unusable);
        this.utf8Address = utf8Address;
        this.madeMessageId = fields.getHeader("Message-ID", null) == null;
        this.madeDate = fields.getHeader("Date", null) == null;
        this.identity = identity;
        this.warnings = List.copyOf(warnings);
        identify(identity);
        this.source = source(fields, content, utf8Address);
    }

    /** The message, in each form that a server may need; it has no Bcc field. */
    public MessageSource source() {
        return source;
    }

    /** The address of the author, without display name; empty if it has no domain: no sender to notify. */
    public @Nullable String sender() {
        return sender;
    }

    /** The addresses of To, Cc and Bcc in this order, without display names, each once; may be empty. */
    public List<String> recipients() {
        return recipients;
    }

    /** Parts of the headers To, Cc and Bcc that are no addresses, with the reason. */
    public Map<String, String> unusable() {
        return unusable;
    }

    /** What was changed so that the message could be composed, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The Message-ID with its angle brackets. */
    public String messageId() {
        return fields.getHeader("Message-ID", null);
    }

    /**
     * Whether the header names an address whose local part is not US-ASCII: the message then needs a server with
     * SMTPUTF8 (RFC 6531), whatever the envelope says; the source knows that too.
     */
    public boolean needsUtf8() {
        return utf8Address != null;
    }

    /** The Message-ID and the date that were made for it, whether or not its fields show them. */
    public MessageIdentity identity() {
        return identity;
    }

    /** Gives it another Message-ID and date, except where the exchange named them. */
    public void identify(MessageIdentity other) {
        identity = other;
        if (madeMessageId) {
            fields.setHeader("Message-ID", other.messageId());
        }
        if (madeDate) {
            fields.setHeader("Date", other.formattedDate());
        }
    }

    /** Adds what it consists of: everything but the Message-ID and the date that were made for it. */
    public void describe(ContentFingerprint.Builder to) throws IOException {
        for (String line : Collections.list(fields.getAllHeaderLines())) {
            boolean made = madeMessageId && line.startsWith("Message-ID:") || madeDate && line.startsWith("Date:");
            if (!made) {
                to.add(line);
            }
        }
        content.describe(to);
    }

    /** A message of header fields and a content. */
    private static MessageSource source(InternetHeaders fields, Part content, @Nullable String utf8Address) {
        return new MultiFormSource(new MultiFormSource.Forms() {
            @Override
            public MessageSource in(TransferForm width) {
                MessageAssembler out = new MessageAssembler();
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
