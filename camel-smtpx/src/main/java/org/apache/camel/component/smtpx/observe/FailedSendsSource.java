/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

/** Has a log of failed sends. */
public interface FailedSendsSource {

    FailedSendLog failures();
}
