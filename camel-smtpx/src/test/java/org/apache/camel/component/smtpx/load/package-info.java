/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a route needs in memory, whatever it sends. Run by {@code src/test/scripts/memory-check}, outside the tests: it
 * moves gigabytes.
 */
@NullMarked
package org.apache.camel.component.smtpx.load;

import org.jspecify.annotations.NullMarked;
