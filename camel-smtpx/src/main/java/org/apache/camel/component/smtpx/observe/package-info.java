/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Health checks, the developer console, metrics, and the log of failed sends: what an operator sees of a route.
 * <p>
 * Nothing here sends mail or changes a connection. All classes are safe for use by any number of threads.
 */
@NullMarked
package org.apache.camel.component.smtpx.observe;

import org.jspecify.annotations.NullMarked;
