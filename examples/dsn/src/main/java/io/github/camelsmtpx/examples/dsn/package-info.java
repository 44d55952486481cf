/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The loop closed: mail that asks for notifications (RFC 3461), the notifications as they come back (RFC 3464), and the
 * two brought together by envelope id and original recipient.
 */
@NullMarked
package io.github.camelsmtpx.examples.dsn;

import org.jspecify.annotations.NullMarked;
