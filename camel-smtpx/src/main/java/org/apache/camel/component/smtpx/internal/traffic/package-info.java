/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How fast a server may be sent to: limits by option, limits learned from replies, and which reply is about which
 * limit. Pure logic without input, output or threads; the time is a parameter in nanoseconds.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.traffic;

import org.jspecify.annotations.NullMarked;
