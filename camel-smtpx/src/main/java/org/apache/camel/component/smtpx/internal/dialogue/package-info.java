/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * SMTP conversations without I/O: handshake, login, mail transaction, single commands (RFC 5321, RFC 2920, RFC 3030,
 * RFC 3207, RFC 4954).
 * <p>
 * Internal. A dialogue writes commands to a {@code Wire} and consumes replies. It is confined to the thread of its
 * connection and never blocks.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.dialogue;

import org.jspecify.annotations.NullMarked;
