/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What text goes through before it is shown in a log, an exception or a header: made printable, cut, and without what
 * was said in confidence.
 */
@NullMarked
package org.apache.camel.component.smtpx.text;

import org.jspecify.annotations.NullMarked;
