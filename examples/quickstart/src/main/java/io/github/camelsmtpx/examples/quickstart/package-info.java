/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The quickstart: a folder of mail, a Camel route through {@code smtpx}, an SMTP server in the same JVM, and a table of
 * what became of each message. {@code MailRoute} alone knows the component; everything else works on plain values. The
 * route's threads hand over {@link io.github.camelsmtpx.examples.quickstart.Delivery} values; all else runs on the main
 * thread or on the server's session threads.
 */
@NullMarked
package io.github.camelsmtpx.examples.quickstart;

import org.jspecify.annotations.NullMarked;
