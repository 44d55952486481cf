/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Authentication (RFC 4954, RFC 4422): which SASL mechanism to use, a client for it, and where the credentials come
 * from.
 *
 * <p>
 * {@link javax.security.sasl.SaslClient} is the interface. PLAIN, EXTERNAL and GSSAPI are the JDK's, the SCRAM family
 * is a library's, the others are a few lines here; CRAM-MD5 and DIGEST-MD5 because the JDK's clients of these tell a
 * log ({@code javax.security.sasl}, at FINE) the answer and the password.
 *
 * <p>
 * Not here: anything of SMTP. Base64, the {@code =} of an empty initial response and the {@code *} that cancels belong
 * to the dialogue that drives a client.
 *
 * <p>
 * Threads: values are immutable and suppliers are safe for use by many threads. A client serves one authentication and
 * one thread at a time. {@link CredentialsSupplier#get()} may wait for the network; a SCRAM or GSSAPI client may take
 * long in {@code evaluateChallenge}: neither belongs on an event loop.
 *
 * <p>
 * No secret appears in a {@code toString} or in an exception of this package.
 */
@NullMarked
package org.apache.camel.component.smtpx.sasl;

import org.jspecify.annotations.NullMarked;
