/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the examples share: an SMTP server for the loopback interface, with a ledger of what it accepted, and a terminal
 * to print on. Nothing here knows Camel or the component, so that what the server says is a second opinion.
 */
@NullMarked
package io.github.camelsmtpx.examples.kit;

import org.jspecify.annotations.NullMarked;
