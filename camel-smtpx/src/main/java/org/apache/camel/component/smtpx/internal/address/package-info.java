/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The grammar of mailboxes, domains and xtext (RFC 5321, RFC 5322, RFC 6531, RFC 3461).
 * <p>
 * Internal. Parsing takes linear time. Nothing here does I/O; all classes are immutable or confined to one call.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.address;

import org.jspecify.annotations.NullMarked;
