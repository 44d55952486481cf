/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.message;

import java.io.IOException;

/** An octet above 127 was found while the message was on its way to a server that takes only 7-bit text. */
public final class EightBitException extends IOException {

    private static final long serialVersionUID = 1L;

    public EightBitException() {
        super("the message holds 8-bit octets and the server offers no 8BITMIME");
    }
}
