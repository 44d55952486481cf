/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * One connection, one command at a time, as Perl's Net::SMTP has it. Public API.
 * <p>
 * {@link org.apache.camel.component.smtpx.session.SmtpSession} blocks the calling thread until the server has replied.
 * A session belongs to one thread at a time. It has no pool and repeats nothing.
 */
@NullMarked
package org.apache.camel.component.smtpx.session;

import org.jspecify.annotations.NullMarked;
