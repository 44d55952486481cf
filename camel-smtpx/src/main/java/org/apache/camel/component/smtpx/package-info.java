/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Apache Camel component {@code smtpx}: endpoints turn exchanges into SMTP transactions and report the outcome for
 * every recipient. This package is the Camel face; the client beneath it knows nothing of Camel. A producer may be used
 * by any number of threads.
 *
 * <h2>API stability</h2> Public API are the public types of this package and of {@code observe}, {@code dsn},
 * {@code client}, {@code session}, {@code mail} and {@code auth}, with the options, headers and values of the
 * component. Everything under {@code internal} may change in any version, and no public signature has a type of it.
 * Until 1.0 a minor version (0.x) may break the public API, always with an entry in the CHANGELOG; a patch version
 * (0.x.y) never does.
 */
@NullMarked
package org.apache.camel.component.smtpx;

import org.jspecify.annotations.NullMarked;
