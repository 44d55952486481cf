/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

/** Debian's tinyproxy, which speaks HTTP CONNECT. */
class TinyproxySendingIT extends LoginProxyContract {

    @Override
    DebianServer proxy() {
        return DebianServer.named("tinyproxy");
    }

    @Override
    String scheme() {
        return "http";
    }

    @Override
    String refusal() {
        return "does not connect: 500 ";
    }
}
