/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

/**
 * What the server sent is no SMTP reply. The connection cannot be used any more: nobody knows what the next octet
 * means.
 */
public final class MalformedReplyException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
