/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** Which headers of an exchange set the envelope. */
public enum EnvelopeHeaders {
    /** All {@code CamelSmtpx} headers. */
    ALL,
    /** {@link SmtpxConstants#RECIPIENTS} alone. */
    RECIPIENTS,
    /** No header. */
    NONE
}
