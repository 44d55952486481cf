/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections over Netty: event loops, connecting, TLS, and the queue of dialogues on each connection. It knows how
 * octets move and nothing of what they mean; that is the matter of {@code protocol}. Each connection lives on one event
 * loop and has no locks.
 */
@NullMarked
package org.apache.camel.component.smtpx.transport;

import org.jspecify.annotations.NullMarked;
