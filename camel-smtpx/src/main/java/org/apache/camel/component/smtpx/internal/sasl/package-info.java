/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * SASL mechanisms and the choice among them (RFC 4422, RFC 4954, RFC 5802).
 * <p>
 * Internal. {@link javax.security.sasl.SaslClient} is the interface. PLAIN, EXTERNAL and GSSAPI come from the JDK,
 * SCRAM from a library. CRAM-MD5 and DIGEST-MD5 are implemented here because the JDK logs the answer and the password
 * at level FINE. A client serves one authentication on one thread and may compute for long, so it never runs on an
 * event loop.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.sasl;

import org.jspecify.annotations.NullMarked;
