/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import org.apache.camel.main.Main;

/** An instance: as many as you like may run. Ends with SIGTERM, when what is under way has its place. */
public final class Outbox {

    private Outbox() {
    }

    public static void main(String... words) throws Exception {
        Main main = new Main();
        main.init();
        try (SentLog sent = new SentLog(main.getCamelContext().resolvePropertyPlaceholders("{{kafka.brokers}}"))) {
            main.getCamelContext().addRoutes(new OutboxRoutes(sent));
            main.run();
        }
    }
}
