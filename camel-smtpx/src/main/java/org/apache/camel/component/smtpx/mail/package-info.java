/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The values of a mail transaction: addresses, envelope, message source, replies and outcomes (RFC 5321). Public API.
 * <p>
 * All values are immutable and safe for use by any number of threads. Nothing here does I/O, except a message source
 * that is read.
 */
@NullMarked
package org.apache.camel.component.smtpx.mail;

import org.jspecify.annotations.NullMarked;
