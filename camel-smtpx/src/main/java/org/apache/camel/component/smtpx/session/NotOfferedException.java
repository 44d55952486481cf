/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

/** A command was not sent, since the server does not offer its extension. */
public final class NotOfferedException extends NotSentException {

    private static final long serialVersionUID = 1L;

    private final String extension;

    /**
     * Names the extension.
     *
     * @param extension the EHLO keyword
     */
    public NotOfferedException(String extension) {
        super("the server does not offer " + extension);
        this.extension = extension;
    }

    /** The EHLO keyword. */
    public String extension() {
        return extension;
    }
}
