/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an endpoint for composed messages.
 *
 * <p>
 * An option that is set always wins: the exchange header of the same meaning is then ignored, not merged. Address
 * options hold mailboxes in RFC 5322 form ({@code Ann <ann@example.org>}), separated by comma or semicolon.
 *
 * @param from                  the one author of the message, or null
 * @param to                    the To mailboxes, or null
 * @param cc                    the Cc mailboxes, or null
 * @param bcc                   the Bcc mailboxes, or null; they receive the message but are not named in it
 * @param replyTo               the Reply-To mailboxes, or null
 * @param subject               the subject, or null
 * @param contentType           the MIME type of the body, or null: then the Content-Type header, else UTF-8 plain text
 * @param alternativeBodyHeader the header that holds the plain text beside another body; never sent as a header itself
 * @param useHeaderFrom         whether a From header counts when there is no {@code from}
 * @param useHeaderRecipients   whether To, Cc and Bcc headers count when there is none of {@code to}, {@code cc},
 *                              {@code bcc}
 * @param useHeaderSubject      whether a Subject header counts when there is no {@code subject}
 * @param useHeaderReplyTo      whether a Reply-To header counts when there is no {@code replyTo}
 * @param headerFilter          which other headers go into the message
 * @param listUnsubscribe       how a reader leaves the list
 */
public record ComposeSettings(
        @Nullable String from,
        @Nullable String to,
        @Nullable String cc,
        @Nullable String bcc,
        @Nullable String replyTo,
        @Nullable String subject,
        @Nullable String contentType,
        String alternativeBodyHeader,
        boolean useHeaderFrom,
        boolean useHeaderRecipients,
        boolean useHeaderSubject,
        boolean useHeaderReplyTo,
        HeaderFilterStrategy headerFilter,
        ListUnsubscribe listUnsubscribe) {

    /** The header that holds the plain text beside another body, unless the endpoint names another one. */
    public static final String ALTERNATIVE_BODY_HEADER = "CamelMailAlternativeBody";
}
