/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A small service: mail in as JSON, the fate of every recipient out. {@code Visitor} is no part of it; it is the client
 * that shows and checks it.
 */
@NullMarked
package io.github.camelsmtpx.examples.springboot;

import org.jspecify.annotations.NullMarked;
