/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** Whether limits are learned from the replies of a server. */
public enum Throttling {
    /** They are learned, and kept to. */
    AUTO,
    /** Only the given limits hold. */
    NEVER
}
