/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Signing messages (DKIM, RFC 6376 and RFC 8463), relaxed/relaxed, with rsa-sha256 or ed25519-sha256.
 *
 * <p>
 * {@link org.apache.camel.component.smtpx.dkim.DkimSigner} reads a message twice: once for its signature, which becomes
 * its first header field, and once when it is sent. Nothing but the header is held in memory.
 *
 * <p>
 * Not here: verifying, and anything of Camel. A signer is immutable and may be used by many threads at once.
 */
@NullMarked
package org.apache.camel.component.smtpx.dkim;

import org.jspecify.annotations.NullMarked;
