/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Credentials and where they come from, with OAuth 2 tokens (RFC 4954, RFC 6749). Public API.
 * <p>
 * Values are immutable, suppliers are safe for use by any number of threads. A supplier may block for a token endpoint
 * and is never called on an event loop. No {@code toString} and no exception of this package contains a secret.
 */
@NullMarked
package org.apache.camel.component.smtpx.auth;

import org.jspecify.annotations.NullMarked;
