/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How fast three ways of sending are, on the machine of whoever asks: {@code smtpx:}, {@code smtp:} of camel-mail, and
 * Angus Mail without Camel. All compose the same message from the same text.
 */
@NullMarked
package io.github.camelsmtpx.examples.benchmark;

import org.jspecify.annotations.NullMarked;
