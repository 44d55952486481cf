/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/** When STARTTLS is used (RFC 3207). */
public enum StartTls {
    /** If it is offered. */
    AUTO,
    /** Always; otherwise the connection fails and no mail is sent. */
    REQUIRED,
    /** Never, even if it is offered. */
    NEVER
}
