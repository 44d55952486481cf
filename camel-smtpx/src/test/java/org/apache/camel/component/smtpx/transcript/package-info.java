/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The transcript test bench: a script says who sends what and when, and how each send must end. The same script plays
 * in memory against a real connection with a clock that is moved by hand, and over TCP and TLS against the real client.
 * Not thread safe, but for the server side of {@code TcpPlayer}.
 */
@NullMarked
package org.apache.camel.component.smtpx.transcript;

import org.jspecify.annotations.NullMarked;
