/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The calling thread does the sending itself. */
class SynchronousTest extends SmtpxTestSupport {

    private static final String HERE = ENVELOPE + "&raw=true&synchronous=true";

    @Test
    void theCallbackComesOnTheCallingThreadBeforeTheCallReturns() throws Exception {
        AsyncProducer producer = context.getEndpoint(smtpx(HERE)).createAsyncProducer();
        producer.start();
        List<Object> told = new ArrayList<>();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(MAIL);
        boolean here = producer.process(exchange, doneHere -> {
            told.add(doneHere);
            told.add(Thread.currentThread());
        });
        assertThat(here).isTrue();
        assertThat(told).containsExactly(true, Thread.currentThread());
        assertThat(server.message().text()).contains("Hello Bob.");
        assertThat(header(exchange, SmtpxConstants.REPLY_CODE)).isEqualTo(250);
    }

    @Test
    void tellsTheFateOfEveryRecipient() {
        server.onRecipient("carl@example.org").reply("550 5.1.1 no such user");
        Exchange exchange = send(HERE + "&skipBad=true", MAIL,
                Map.of(SmtpxConstants.RECIPIENTS, "bob@example.org,carl@example.org"));
        assertThat(server.messages()).hasSize(1);
        assertThat(exchange).isNotNull();
    }
}
