/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Composing an Internet message (RFC 5322, MIME) from a Camel exchange with Jakarta Mail.
 *
 * <p>
 * {@link org.apache.camel.component.smtpx.mime.MessageComposer} decides what goes into the message: which headers,
 * which texts, which attachments. How each part is encoded depends on the server, so the message is kept as a tree of
 * parts until that is known. Except in its binary form, what a composer makes has no bare CR or LF and no line longer
 * than 998 octets, and never a header field that a header value smuggled in. Jakarta Mail knows how things are written:
 * types, parameters, encoded words, dates, quoted-printable.
 * {@link org.apache.camel.component.smtpx.mime.SpooledOctets} keeps octets so that they can be read again.
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
