/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Authentication (RFC 4954, RFC 4422): which SASL mechanism to use, a client for it, and where the credentials come
 * from.
 *
 * <p>
 * {@link javax.security.sasl.SaslClient} is the interface. PLAIN, CRAM-MD5, DIGEST-MD5, EXTERNAL and GSSAPI are the
 * JDK's, the SCRAM family is a library's, LOGIN, XOAUTH2, OAUTHBEARER and ANONYMOUS are a few lines here.
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
