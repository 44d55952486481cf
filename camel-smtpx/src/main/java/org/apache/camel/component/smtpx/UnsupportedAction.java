/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** What happens when the server does not offer the extension for a parameter that can be omitted. */
public enum UnsupportedAction {
    /** The parameter is omitted, and {@link SmtpxConstants#DROPPED} lists it. */
    WARN,
    /** The send fails before the message is sent. */
    FAIL
}
