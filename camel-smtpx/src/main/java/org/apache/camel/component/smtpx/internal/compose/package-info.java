/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Composing an Internet message (RFC 5322, MIME) from a Camel exchange, with Jakarta Mail.
 * <p>
 * Internal. {@code MessageComposer} decides which header fields, texts and attachments a message has. The encoding of
 * each part depends on the server, so the message stays a tree of parts until the server is known. Composed messages
 * have no bare CR or LF, no line over 998 octets, and no header field that a header value smuggled in. A composer is
 * immutable; everything else belongs to the thread of the exchange.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.compose;

import org.jspecify.annotations.NullMarked;
