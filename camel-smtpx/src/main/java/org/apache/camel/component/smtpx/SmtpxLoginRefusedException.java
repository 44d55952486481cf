/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.jspecify.annotations.Nullable;

/**
 * No login succeeds until the credentials or settings change: the server refused it with a 5yz reply, offers no AUTH or
 * no common mechanism, or the token endpoint refused the client. Always the cause of another exception; the message
 * itself is good and can be sent later.
 */
public final class SmtpxLoginRefusedException extends SmtpxAuthenticationException {

    private static final long serialVersionUID = 1L;

    public SmtpxLoginRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
