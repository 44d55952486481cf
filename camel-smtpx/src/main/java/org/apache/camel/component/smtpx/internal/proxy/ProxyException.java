/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.proxy;

import java.io.IOException;

/** A proxy did not connect to the server. The message is the end of a sentence about the proxy, without secrets. */
public final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    ProxyException(String message, boolean lasting) {
        super(message);
        this.lasting = lasting;
    }

    /** Whether another attempt fails in the same way until the settings of this side or of the proxy change. */
    public boolean lasting() {
        return lasting;
    }
}
