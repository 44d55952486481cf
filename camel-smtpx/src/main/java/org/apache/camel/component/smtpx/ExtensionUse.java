/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** Whether an extension that the server offers is used. */
public enum ExtensionUse {
    /** When the server offers it. */
    AUTO,
    /** Not even when the server offers it. */
    NEVER
}
