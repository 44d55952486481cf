/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.IOException;

import org.apache.camel.component.smtpx.testkit.SecureServerTest.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** One server for a class with nested classes, emptied after each test. */
class SharedServerTest {

    @RegisterExtension
    static final SmtpxTestServer SERVER = new SmtpxTestServer().resetAfterEach();

    private static int port;
    private static int tests;

    @AfterAll
    static void theServerRunsUntilTheOuterClassEnds() {
        assertThat(tests).isEqualTo(3);
        assertThat(SERVER.port()).isEqualTo(port);
    }

    @Test
    void startsEmptyBeforeTheNestedClasses() throws IOException {
        startsEmptyAtTheSamePort();
    }

    @Nested
    class First {
        @Test
        void startsEmptyInTheFirstOne() throws IOException {
            startsEmptyAtTheSamePort();
        }
    }

    @Nested
    class Second {
        @Test
        void startsEmptyInTheSecondOne() throws IOException {
            startsEmptyAtTheSamePort();
        }
    }

    private static void startsEmptyAtTheSamePort() throws IOException {
        assertThat(SERVER.messages()).isEmpty();
        assertThat(SERVER.commands()).isEmpty();
        assertThat(SERVER.connections()).isZero();
        port = port == 0 ? SERVER.port() : port;
        assertThat(SERVER.port()).isEqualTo(port);
        try (TestClient client = new TestClient(SERVER.port())) {
            assertThat(client.send("a@x.org", "b@x.org", "Hello")).startsWith("250");
        }
        assertThat(SERVER.message().to()).containsExactly("b@x.org");
        assertThat(SERVER.connections()).isEqualTo(1);
        SERVER.onRecipient("b@x.org").reply("550 5.1.1 no such user");
        tests++;
    }
}
