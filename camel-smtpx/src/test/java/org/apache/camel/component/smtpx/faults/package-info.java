/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A client that sends numbered messages through a Camel route and reports, for every message, recipient and attempt,
 * what it was told: to be compared with what a server that misbehaves on purpose has really accepted. Started by
 * {@code src/test/scripts/fault-client}; it is no test by itself.
 */
@NullMarked
package org.apache.camel.component.smtpx.faults;

import org.jspecify.annotations.NullMarked;
