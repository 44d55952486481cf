/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Random conversations on one connection, in memory and in virtual time, against a server that knows what it accepted.
 */
@NullMarked
package org.apache.camel.component.smtpx.conversation;

import org.jspecify.annotations.NullMarked;
