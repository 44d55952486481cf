/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.text.Printable;

/** The command that begins a transaction: MAIL, or one of its obsolete relatives (RFC 821 section 3.4). */
public enum MailVerb {
    /** To mailboxes. */
    MAIL,
    /** To terminals. */
    SEND,
    /** To terminals, or else to mailboxes. */
    SOML,
    /** To terminals and to mailboxes. */
    SAML;

    /** Reads the verb in any case. */
    public static MailVerb parse(String text) {
        for (MailVerb value : values()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("invalid mail verb " + Printable.quote(text) + ": not MAIL, SEND, SOML or SAML");
    }
}
