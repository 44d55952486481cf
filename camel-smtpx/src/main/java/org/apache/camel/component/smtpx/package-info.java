/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Apache Camel component {@code smtpx}: endpoints turn exchanges into SMTP transactions and tell the fate of every
 * recipient. This package is the Camel face; the client beneath it knows nothing of Camel. A producer may be used by
 * any number of threads.
 */
@NullMarked
package org.apache.camel.component.smtpx;

import org.jspecify.annotations.NullMarked;
