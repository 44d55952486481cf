/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

/** A way of sending. For many threads. */
interface Contender extends AutoCloseable {

    String name();

    /** Sends one mail; returns when the server has it, and throws when it has not. */
    void send(String text) throws Exception;

    @Override
    void close();
}
