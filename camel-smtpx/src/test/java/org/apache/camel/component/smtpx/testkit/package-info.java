/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * An SMTP server for tests: {@link org.apache.camel.component.smtpx.testkit.SmtpxTestServer}. It listens on the
 * loopback address, keeps what it receives, and refuses, delays, drops or closes where a test tells it to. It is
 * strict: what a client must not do is noted and fails the test.
 *
 * <p>
 * Not a mail server: it stores nothing on disk and believes all that it receives. Each connection has a thread. A test
 * may change the script and read what was received at any time. TLS has a certificate that the server makes.
 */
@NullMarked
package org.apache.camel.component.smtpx.testkit;

import org.jspecify.annotations.NullMarked;
