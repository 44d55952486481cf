/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.IOException;
import java.net.ServerSocket;

/** Prints a port that was free a moment ago. */
public final class FreePort {

    private FreePort() {
    }

    public static void main(String... words) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            System.out.println(socket.getLocalPort());
        }
    }
}
