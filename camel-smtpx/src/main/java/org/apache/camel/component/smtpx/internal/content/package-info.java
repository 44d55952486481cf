/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The octets of one message on their way to the wire: line ends, dot-stuffing, transfer forms, size.
 * <p>
 * Internal. No commands, no chunk sizes, no MIME. A prepared message may be shared; an encoder or reader belongs to one
 * message and one thread at a time.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.content;

import org.jspecify.annotations.NullMarked;
