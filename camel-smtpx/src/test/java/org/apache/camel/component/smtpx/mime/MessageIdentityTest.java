/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import jakarta.mail.MessagingException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageIdentityTest {

    @Test
    void keepsItsMessageIdOverRedeliveries() throws Exception {
        List<String> ids = new ArrayList<>();
        List<String> dates = new ArrayList<>();
        Composing composing = Composing.body("x");
        MessageComposer composer = composing.composer();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).maximumRedeliveries(2).redeliveryDelay(0).handled(true);
                    from("direct:mail").process(exchange -> {
                        ComposedMessage composed = composer.compose(exchange);
                        ids.add(composed.messageId());
                        dates.add(date(composed));
                        throw new IllegalStateException("no answer");
                    });
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:mail", "x");
            context.createProducerTemplate().sendBody("direct:mail", "x");
        }
        assertThat(ids).hasSize(6);
        assertThat(new HashSet<>(ids.subList(0, 3))).hasSize(1);
        assertThat(new HashSet<>(dates.subList(0, 3))).hasSize(1);
        assertThat(new HashSet<>(ids)).hasSize(2);
    }

    @Test
    void givesAnotherMessageAnotherId() throws Exception {
        Composing composing = Composing.body("x");
        MessageComposer composer = composing.composer();
        String first = composer.compose(composing.exchange).messageId();
        assertThat(composer.compose(composing.exchange).messageId()).isNotEqualTo(first);
        composing.header("CamelRedelivered", true);
        assertThat(composing.composer().compose(composing.exchange).messageId()).isNotEqualTo(first);
    }

    @Test
    void neverRepeats() throws Exception {
        Composing composing = Composing.body("x");
        MessageComposer composer = composing.composer();
        HashSet<String> ids = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            assertThat(ids.add(composer.compose(composing.exchange).messageId())).isTrue();
        }
    }

    private static String date(ComposedMessage composed) throws IOException, MessagingException {
        try (InputStream in = composed.source().open()) {
            return Composing.read(in.readAllBytes()).getHeader("Date", null);
        }
    }
}
