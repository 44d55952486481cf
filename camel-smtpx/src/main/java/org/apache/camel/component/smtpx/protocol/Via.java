/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The way a send took.
 *
 * @param host        the server, by the name it was configured with; the last one tried
 * @param tlsProtocol such as {@code TLSv1.3}; {@code null} if nothing was encrypted
 * @param cipherSuite {@code null} if nothing was encrypted
 * @param plan        the name of the plan by which commands were grouped; {@code null} if it never came to that
 * @param dropped     the parameters that were asked for and left out, since the server does not offer them
 */
public record Via(String host, int port, @Nullable String tlsProtocol, @Nullable String cipherSuite, @Nullable String plan,
        List<String> dropped) {

    public Via {
        dropped = List.copyOf(dropped);
    }

    /** A server to which nothing was said yet. */
    public static Via of(String host, int port) {
        return new Via(host, port, null, null, null, List.of());
    }

    public Via withTls(@Nullable String protocol, @Nullable String suite) {
        return new Via(host, port, protocol, suite, plan, dropped);
    }

    public Via withPlan(String name, List<String> left) {
        return new Via(host, port, tlsProtocol, cipherSuite, name, left);
    }

    /** Host and port: {@code mx.example.org:25}, an IPv6 address in brackets. */
    public String server() {
        return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
    }
}
