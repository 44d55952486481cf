/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Camel component: endpoints {@code smtpx:host} that turn exchanges into SMTP transactions.
 * <p>
 * What Camel sees is here, and nothing that speaks SMTP. Threads are Camel's; nothing here runs on an event loop.
 */
@NullMarked
package org.apache.camel.component.smtpx;

import org.jspecify.annotations.NullMarked;
