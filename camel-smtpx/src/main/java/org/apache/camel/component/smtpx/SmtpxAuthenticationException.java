/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;

/**
 * The server rejected the credentials, or there is no common mechanism. Always the cause of another exception.
 */
public final class SmtpxAuthenticationException extends IOException {

    private static final long serialVersionUID = 1L;

    public SmtpxAuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }

    public SmtpxAuthenticationException(String message) {
        super(message);
    }
}
