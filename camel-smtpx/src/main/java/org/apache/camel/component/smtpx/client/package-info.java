/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The pooled SMTP client, for programs that use it without Camel. Public API.
 * <p>
 * {@link org.apache.camel.component.smtpx.client.SmtpClient} sends messages and commands over a pool of connections and
 * is safe for use by any number of threads. Futures complete on a worker thread, never on an event loop.
 */
@NullMarked
package org.apache.camel.component.smtpx.client;

import org.jspecify.annotations.NullMarked;
