/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.IOException;

/**
 * The content holds octets that the transaction does not permit: NUL without BINARYMIME, or 8-bit octets without
 * 8BITMIME. Another attempt at the same server meets the same octets.
 */
public final class UnsendableContentException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnsendableContentException(String message) {
        super(message);
    }

    static UnsendableContentException nul() {
        return new UnsendableContentException("the message holds NUL octets, which only bodyType=binarymime permits");
    }

    static UnsendableContentException eightBit() {
        return new UnsendableContentException(
                "the message holds 8-bit octets, which neither bodyType=7bit nor a server without 8BITMIME permits");
    }
}
