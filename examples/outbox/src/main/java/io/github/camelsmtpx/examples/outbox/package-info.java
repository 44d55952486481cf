/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Mails wait in a durable log (Kafka) and are sent by any number of instances of the same route; nothing is lost, and
 * nothing is sent twice unless somebody wants that. {@code OutboxRoutes} are the routes, {@code SentLog} is what keeps
 * instances out of each other's way. The other programs fill the outbox, kill and prove.
 */
@NullMarked
package io.github.camelsmtpx.examples.outbox;

import org.jspecify.annotations.NullMarked;
