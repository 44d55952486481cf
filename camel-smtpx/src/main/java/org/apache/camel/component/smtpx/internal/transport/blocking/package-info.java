/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections whose octets are moved by the calling thread, for {@code synchronous=true}.
 * <p>
 * Internal. One lock for each connection; the thread that holds it reads, writes and runs the dialogues. A deadline
 * closes the socket from a timer thread.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.transport.blocking;

import org.jspecify.annotations.NullMarked;
