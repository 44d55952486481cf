/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections: connecting, TLS, and the queue of dialogues on each connection. It knows how octets move and nothing of
 * what they mean; that is the matter of {@code protocol}. A connection over Netty lives on one event loop and has no
 * locks; one whose octets are moved by the calling thread has one lock.
 */
@NullMarked
package org.apache.camel.component.smtpx.transport;

import org.jspecify.annotations.NullMarked;
