/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

/** Has a log of failed sends. */
interface FailedSendsSource {

    FailedSends failures();
}
