/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.spi.Metadata;

/**
 * Names of headers. Nothing but a {@code CamelSmtpx} header steers a transaction, and only as far as the endpoint
 * allows.
 */
public final class SmtpxConstants {

    @Metadata(label = "producer",
              description = "The envelope sender (MAIL FROM), unless the option sender is set; empty angle brackets"
                            + " are the null sender.",
              javaType = "String")
    public static final String SENDER = "CamelSmtpxSender";
    @Metadata(label = "producer",
              description = "The envelope recipients (RCPT TO), unless the option recipients is set: text with"
                            + " commas, or a list of texts or of Recipient values with their own NOTIFY and ORCPT.",
              javaType = "Object")
    public static final String RECIPIENTS = "CamelSmtpxRecipients";
    @Metadata(label = "producer",
              description = "Identifies the message in notifications (ENVID).", javaType = "String")
    public static final String ENVELOPE_ID = "CamelSmtpxEnvelopeId";
    @Metadata(label = "producer",
              description = "When the server sends a notification: NEVER, or any of SUCCESS, FAILURE, DELAY.",
              javaType = "String")
    public static final String DSN_NOTIFY = "CamelSmtpxDsnNotify";
    @Metadata(label = "producer",
              description = "Whether a notification contains the full message or its headers: FULL or HDRS.",
              javaType = "String")
    public static final String DSN_RETURN = "CamelSmtpxDsnReturn";
    @Metadata(label = "producer",
              description = "The original recipient (ORCPT): rfc822, a semicolon, the address.",
              javaType = "String")
    public static final String ORIGINAL_RECIPIENT = "CamelSmtpxOriginalRecipient";
    @Metadata(label = "producer",
              description = "Identifies the transaction for a restart (TRANSID).", javaType = "String")
    public static final String TRANSACTION_ID = "CamelSmtpxTransactionId";
    @Metadata(label = "producer",
              description = "The submitter of the message (MAIL AUTH=).", javaType = "String")
    public static final String AUTH_SUBMITTER = "CamelSmtpxAuthSubmitter";
    @Metadata(label = "producer",
              description = "Until when the message is to be delivered (DELIVERBY), such as 7200;R.",
              javaType = "String")
    public static final String DELIVER_BY = "CamelSmtpxDeliverBy";
    @Metadata(label = "producer",
              description = "How long the server holds the message back (FUTURERELEASE): a duration such as 2h, or"
                            + " milliseconds.",
              javaType = "Object")
    public static final String HOLD_FOR = "CamelSmtpxHoldFor";
    @Metadata(label = "producer",
              description = "Until when the server holds the message back (FUTURERELEASE): a text such as"
                            + " 2030-01-31T08:00:00Z, or an Instant.",
              javaType = "Object")
    public static final String HOLD_UNTIL = "CamelSmtpxHoldUntil";
    @Metadata(label = "producer",
              description = "The priority of the message, from -9 to 9 (MT-PRIORITY).", javaType = "Integer")
    public static final String MT_PRIORITY = "CamelSmtpxMtPriority";
    @Metadata(label = "producer",
              description = "Whether every server on the way must use TLS (REQUIRETLS). It cannot be taken back with"
                            + " requireTls=true.",
              javaType = "Boolean")
    public static final String REQUIRE_TLS = "CamelSmtpxRequireTls";
    @Metadata(label = "producer",
              description = "The time since which each recipient is known (RRVS): a text such as"
                            + " 2024-05-31T12:00:00Z, or an Instant.",
              javaType = "Object")
    public static final String VALID_SINCE = "CamelSmtpxValidSince";
    @Metadata(label = "producer",
              description = "The client that the message came from, for the server's log (XFORWARD): a text such as"
                            + " NAME=mail.example.org,ADDR=192.0.2.1, a map, or ClientAttributes.",
              javaType = "Object")
    public static final String XFORWARD = "CamelSmtpxXforward";
    @Metadata(label = "producer",
              description = "The argument of the operation (node, user, list or topic), unless the option argument"
                            + " is set.",
              javaType = "String")
    public static final String ARGUMENT = "CamelSmtpxArgument";

    @Metadata(label = "producer",
              description = "Set by the producer: the outcome for every recipient.",
              javaType = "org.apache.camel.component.smtpx.mail.Outcome")
    public static final String OUTCOME = "CamelSmtpxOutcome";
    @Metadata(label = "producer",
              description = "Set by the producer: the code of the decisive reply.",
              javaType = "Integer")
    public static final String REPLY_CODE = "CamelSmtpxReplyCode";
    @Metadata(label = "producer",
              description = "Set by the producer: the text of the decisive reply, in printable characters.",
              javaType = "String")
    public static final String REPLY_TEXT = "CamelSmtpxReplyText";
    @Metadata(label = "producer",
              description = "Set by the producer: the enhanced status code of the decisive reply (RFC 3463).",
              javaType = "String")
    public static final String ENHANCED_STATUS = "CamelSmtpxEnhancedStatus";
    @Metadata(label = "producer",
              description = "Set by the producer: the recipients that received the message.",
              javaType = "java.util.List<String>")
    public static final String DELIVERED = "CamelSmtpxDelivered";
    @Metadata(label = "producer",
              description = "Set by the producer: the recipients that did not receive the message, with the reason.",
              javaType = "java.util.Map<String, String>")
    public static final String REFUSED = "CamelSmtpxRefused";
    @Metadata(label = "producer",
              description = "Set by the producer: the server, with its port.", javaType = "String")
    public static final String HOST = "CamelSmtpxHost";
    @Metadata(label = "producer",
              description = "Set by the producer: the Message-ID of a composed message.",
              javaType = "String")
    public static final String MESSAGE_ID = "CamelSmtpxMessageId";
    @Metadata(label = "producer",
              description = "Set by the producer: parameters that were omitted because the server does not offer"
                            + " their extension.",
              javaType = "java.util.List<String>")
    public static final String DROPPED = "CamelSmtpxDropped";

    @Metadata(label = "producer",
              description = "Set by the producer: what was changed so that the message could be sent, such as an"
                            + " invalid content type of an attachment, or what may break on the way. Absent if"
                            + " there is nothing.",
              javaType = "java.util.List<String>")
    public static final String WARNINGS = "CamelSmtpxWarnings";

    @Metadata(label = "producer",
              description = "Set by the producer: the time in milliseconds before which another attempt is pointless,"
                            + " since the server or an option limits the rate or the connections, or because of the"
                            + " login pause. Absent if none of these is the reason.",
              javaType = "Long")
    public static final String RETRY_AFTER = "CamelSmtpxRetryAfter";

    private SmtpxConstants() {
    }
}
