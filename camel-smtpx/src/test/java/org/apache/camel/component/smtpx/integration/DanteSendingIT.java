/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

/** Debian's dante, a SOCKS5 proxy. */
class DanteSendingIT extends LoginProxyContract {

    @Override
    DebianServer proxy() {
        return DebianServer.named("dante");
    }

    @Override
    String scheme() {
        return "socks5";
    }

    @Override
    String refusal() {
        return "was refused the connection by the server (SOCKS5 reply 5)";
    }
}
