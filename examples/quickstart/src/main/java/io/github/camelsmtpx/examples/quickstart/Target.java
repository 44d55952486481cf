/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where the mail goes.
 *
 * @param forFiles the recipients of every .eml file
 * @param to       the To of every composed message
 * @param cc       its Cc
 */
record Target(String host, int port, String sender, List<String> forFiles, List<String> to, List<String> cc) {

    private static final int CONNECT_MILLIS = 10_000;

    static Target of(EmbeddedServer server) {
        return new Target(
                server.host(), server.port(), Mailboxes.SENDER, Mailboxes.FOR_FILES, Mailboxes.TO, Mailboxes.CC);
    }

    static Target of(String host, Options options) {
        return new Target(host, options.port(), options.from(), options.to(), options.to(), List.of());
    }

    /** Knocks once, so that a wrong address is one clear line and not as many failures as there are messages. */
    void reach() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (UnknownHostException e) {
            throw new IOException("there is no host named " + host, e);
        } catch (IOException e) {
            throw new IOException("cannot reach " + this + ": " + e.getMessage(), e);
        }
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
