/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

/** Where the mails go, and whose they are. */
record Target(String host, int port, String from, String to) {
}
