/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Connections on Netty's event loops. The only package that depends on Netty.
 * <p>
 * Internal. The state of a connection is confined to its event loop, so it needs no locks. Dialogues arrive from any
 * thread through a queue; nothing on an event loop blocks.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.transport.netty;

import org.jspecify.annotations.NullMarked;
