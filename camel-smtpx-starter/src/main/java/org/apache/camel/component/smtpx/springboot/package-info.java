/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The component in Spring Boot: every option of {@link org.apache.camel.component.smtpx.SmtpxComponent} is a property
 * {@code camel.component.smtpx.*}. Nothing here sends mail, and nothing here is called from a route.
 * <p/>
 * Threads: all of this runs once, on the thread that starts the application.
 */
@NullMarked
package org.apache.camel.component.smtpx.springboot;

import org.jspecify.annotations.NullMarked;
