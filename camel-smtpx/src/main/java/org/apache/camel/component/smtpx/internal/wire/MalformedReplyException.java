/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

/**
 * The server's input is not an SMTP reply. The connection is out of step and must be closed.
 */
public final class MalformedReplyException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
