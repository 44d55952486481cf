/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections: the queue of dialogues on each connection, TLS parameters, transcripts. The two transports are in the
 * packages below.
 * <p>
 * Internal. This package knows how octets move and nothing about what they mean.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.transport;

import org.jspecify.annotations.NullMarked;
