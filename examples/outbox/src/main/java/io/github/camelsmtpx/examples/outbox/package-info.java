/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Mails wait in a durable log (Kafka), and any number of instances of {@code Outbox} send them. {@code SentLog} keeps
 * two instances from sending the same mail. Kafka, the mails and the proof are with the tests.
 */
@NullMarked
package io.github.camelsmtpx.examples.outbox;

import org.jspecify.annotations.NullMarked;
