/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A mail to each of many recipients, which may be killed at any moment and goes on where it was. {@code BulkRoute} is
 * the route and alone knows the component; {@code Journal} is what makes the promise.
 */
@NullMarked
package io.github.camelsmtpx.examples.bulk;

import org.jspecify.annotations.NullMarked;
