/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/** Whether a connection that begins in clear goes on under TLS (RFC 3207). */
public enum StartTls {
    /** When it is offered. */
    AUTO,
    /** Always; without it nothing is sent. */
    REQUIRED,
    /** Not even when it is offered. */
    NEVER
}
