/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import javax.security.sasl.SaslException;

/** The server cannot bind to TLS as the client can ({@code unsupported-channel-binding-type}, RFC 5802, section 7). */
public final class UnsupportedBindingException extends SaslException {

    private static final long serialVersionUID = 1L;

    UnsupportedBindingException(String message) {
        super(message);
    }
}
