/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;

/**
 * A command was not sent, since the server would not have done what was requested. Nothing of it has been sent, and the
 * session goes on.
 */
public class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotSentException(String why) {
        super(why);
    }
}
