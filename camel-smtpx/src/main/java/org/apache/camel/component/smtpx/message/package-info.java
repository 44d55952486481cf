/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The octets of one message: where they come from, what may be sent of them, and how they become octets of the wire.
 * <p>
 * Here are line ends and leading dots, nothing else: no commands, no chunk sizes, no final dot, no MIME. Nothing here
 * knows of a network; only {@link org.apache.camel.component.smtpx.message.MessageSource#open() an opened source} does
 * I/O.
 * <p>
 * Threads: sources and scans may be shared, an encoder belongs to one message and to one thread at a time.
 */
@NullMarked
package org.apache.camel.component.smtpx.message;

import org.jspecify.annotations.NullMarked;
