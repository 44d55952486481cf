/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * DKIM signatures (RFC 6376, RFC 8463): relaxed/relaxed, rsa-sha256 or ed25519-sha256.
 * <p>
 * Internal. {@code DkimSigner} reads a message twice: once for the signature, once when it is sent. Only the header is
 * held in memory. Signers are immutable. Verifying is not part of this package.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.dkim;

import org.jspecify.annotations.NullMarked;
