/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The login failed: refused for good ({@link SmtpxLoginRefusedException}), or for now, as with 454 or a token endpoint
 * that does not answer. Always the cause of another exception.
 */
public class SmtpxAuthenticationException extends IOException {

    private static final long serialVersionUID = 1L;

    public SmtpxAuthenticationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
