/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Text on its way to logs, exceptions and headers: printable, limited in length, and without secrets.
 * <p>
 * Internal. Plain JDK.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.text;

import org.jspecify.annotations.NullMarked;
