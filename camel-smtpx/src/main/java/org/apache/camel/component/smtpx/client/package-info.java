/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The SMTP client: pooled and asynchronous ({@code SmtpClient}), or one connection and one command at a time
 * ({@code SmtpSession}). It decides which connection carries what, and when to try again; it knows nothing of Camel.
 */
@NullMarked
package org.apache.camel.component.smtpx.client;

import org.jspecify.annotations.NullMarked;
