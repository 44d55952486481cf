/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.Locale;

import jakarta.mail.internet.InternetHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which a reader leaves a list: {@code List-Unsubscribe} (RFC 2369) and, for one click,
 * {@code List-Unsubscribe-Post} (RFC 8058). DKIM signs both.
 *
 * @param uris     the URIs in angle brackets, separated by commas, or one bare URI; null: the exchange's own header
 * @param oneClick whether a POST to the https URI unsubscribes without a question
 */
public record ListUnsubscribe(@Nullable String uris, boolean oneClick) {

    private static final String URIS = "List-Unsubscribe";
    private static final String POST = "List-Unsubscribe-Post";

    /** @throws IllegalArgumentException if there is a text that is no list of URIs; names the option */
    public ListUnsubscribe {
        if (uris != null) {
            HeaderField.checkValue("listUnsubscribe", uris);
            uris = uris.startsWith("<") ? uris : "<" + uris + ">";
            if (!uris.matches("<[A-Za-z][A-Za-z0-9+.-]*:[^<>]+>(\\s*,\\s*<[A-Za-z][A-Za-z0-9+.-]*:[^<>]+>)*")) {
                throw new IllegalArgumentException(
                        "listUnsubscribe is no URI, nor a list of <URI>: " + HeaderField.printable(uris));
            }
            if (oneClick && !isHttps(uris)) {
                throw new IllegalArgumentException("oneClick needs an https URI in listUnsubscribe (RFC 8058)");
            }
        }
    }

    /**
     * Sets the fields of a message that has the exchange's own already.
     *
     * @throws IllegalArgumentException if there is no https URI for one click
     */
    void set(InternetHeaders message, FieldWriter writer) {
        if (uris != null) {
            String written = writer.write(URIS, uris);
            if (written != null) {
                message.setHeader(URIS, written);
            }
        }
        if (oneClick) {
            String given = message.getHeader(URIS, null);
            if (given == null || !isHttps(given)) {
                throw new IllegalArgumentException(
                        "oneClick needs an https URI in the option listUnsubscribe or the header List-Unsubscribe (RFC 8058)");
            }
            message.setHeader(POST, "List-Unsubscribe=One-Click");
        }
    }

    private static boolean isHttps(String uris) {
        return uris.toLowerCase(Locale.ROOT).contains("<https://");
    }
}
