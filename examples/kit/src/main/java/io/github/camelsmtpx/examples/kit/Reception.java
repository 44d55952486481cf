/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage;

/** What becomes of a message that the server has received as a whole. */
@FunctionalInterface
public interface Reception {

    /** For servers that only count. */
    Reception NOWHERE = (id, message) -> {
    };

    /**
     * Stores a message; the server answers 250 when this returns, and 451 when it throws. Called for several
     * connections at the same time.
     *
     * @param id counts from 1 in each run of the server
     */
    void accept(long id, ReceivedMessage message) throws IOException;

    /** This, and then that. */
    default Reception and(Reception next) {
        return (id, message) -> {
            accept(id, message);
            next.accept(id, message);
        };
    }
}
