/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.traffic;

/** What a client has to lower when a server complains. */
public enum Lever {
    /** The number of connections open at once, or opened in a time. */
    CONNECTIONS("connections"),
    /** The number of messages or recipients in a time. */
    RATE("rate"),
    /** The number of recipients of one message. */
    RECIPIENTS("recipients per message"),
    /** The number of messages on one connection. */
    MESSAGES("messages per connection"),
    /** The number of logins in a time. */
    LOGIN("logins"),
    /** The reply is about this message, this recipient or the state of the server. */
    NONE("none");

    private final String text;

    Lever(String text) {
        this.text = text;
    }

    /** Whether a message that met the limit may be accepted later, unchanged and on the same terms. */
    public boolean isThrottle() {
        return this == CONNECTIONS || this == RATE || this == LOGIN;
    }

    @Override
    public String toString() {
        return text;
    }
}
