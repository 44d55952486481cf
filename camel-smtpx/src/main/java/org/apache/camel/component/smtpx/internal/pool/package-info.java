/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The connection pool: which connection carries which message, and when a message is tried again.
 * <p>
 * Internal. One lock guards the pool's lists; no I/O and no callback runs under it. A {@code Delivery} belongs to one
 * thread at a time: the submitting thread until a lease is granted, then the thread of the connection.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.pool;

import org.jspecify.annotations.NullMarked;
