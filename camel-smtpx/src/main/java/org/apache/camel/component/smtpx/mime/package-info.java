/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Composing an Internet message (RFC 5322, MIME) from a Camel exchange with Jakarta Mail.
 *
 * <p>
 * {@link org.apache.camel.component.smtpx.mime.MessageComposer} decides what goes into the message: which headers,
 * which texts, which attachments, how each part is encoded. Jakarta Mail writes it. What a composer makes has no bare
 * CR or LF, no line longer than 998 octets, and no header field that a header value smuggled in.
 * {@link org.apache.camel.component.smtpx.mime.SpooledMessage} turns a message into octets that can be read again.
 *
 * <p>
 * Not here: envelopes, SMTP, and the body that already is a message.
 *
 * <p>
 * A composer is immutable and may be used by many threads at once. Everything else belongs to the thread that has the
 * exchange.
 */
@NullMarked
package org.apache.camel.component.smtpx.mime;

import org.jspecify.annotations.NullMarked;
