/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Commands and replies as octets: the one writer of command lines, the reply parser, the capabilities of EHLO.
 * <p>
 * Internal. Every value from a message is validated as octets just before it becomes part of a command line. Parsers
 * and buffers belong to one connection; the other values are immutable.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.wire;

import org.jspecify.annotations.NullMarked;
