/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;

/** What becomes of a message that the server has whole. */
@FunctionalInterface
public interface Reception {

    /** For servers that only count. */
    Reception NOWHERE = mail -> {
    };

    /**
     * Takes the message over; the server says 250 when this returns, and 451 when it throws. Called on the server's
     * event loop.
     */
    void accept(ReceivedMail mail) throws IOException;

    /** This, and then that. */
    default Reception and(Reception next) {
        return mail -> {
            accept(mail);
            next.accept(mail);
        };
    }
}
