/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;

/**
 * A command was held back, since it could not have done what was asked: nothing of it has been sent, and the session
 * goes on.
 */
public class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotSentException(String why) {
        super(why);
    }
}
