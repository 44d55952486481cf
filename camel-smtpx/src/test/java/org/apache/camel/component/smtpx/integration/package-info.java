/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tests against servers that others wrote: Debian's Postfix and Exim, started by the scripts in
 * {@code src/test/servers}, and servers that run in this JVM.
 */
package org.apache.camel.component.smtpx.integration;
