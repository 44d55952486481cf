/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** The routes of {@link Outbox} without Kafka and mail server: what they write and send goes to a {@link World}. */
final class Instance implements AutoCloseable {

    /** What is outside of an instance. Each method may throw, before or after its effect. */
    interface World {

        /** A record is written; {@code value} is a letter, or empty for a fact. */
        void write(Instance instance, String topic, String key, String value) throws Exception;

        /** A mail is sent; throws as the component does. */
        void send(Instance instance, Exchange exchange) throws Exception;
    }

    private final World world;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, Processor> routes = new HashMap<>();

    Instance(World world, Duration patience, Runnable unreadable) throws Exception {
        this.world = world;
        context.getPropertiesComponent().addInitialProperty("kafka.brokers", "none");
        context.getPropertiesComponent().addInitialProperty("mail.server", "none");
        context.getPropertiesComponent().addInitialProperty("outbox.consumers", "1");
        context.getPropertiesComponent().addInitialProperty("outbox.delay", "1000");
        context.getPropertiesComponent().addInitialProperty("outbox.give-up", "345600000");
        context.getPropertiesComponent().addInitialProperty("outbox.retry", "true");
        // Camel looks for the options of the real components there.
        context.setAutowiredEnabled(false);
        context.addComponent("kafka", new Place(this::write));
        context.addComponent("smtpx", new Place((topic, exchange) -> world.send(this, exchange)));
        context.addRoutes(new Outbox() {
            @Override
            SentLog sentLog(Consumer<String> writer) {
                return new SentLog(writer, patience, unreadable);
            }
        });
        // What was killed never ends.
        context.getShutdownStrategy().setTimeout(1);
        context.start();
    }

    /** A fact is read. */
    void read(String fact) throws Exception {
        process(Outbox.SENT, 0, fact, "", () -> {
        });
    }

    /** A record of another topic is read; throws when the route failed, so that it will be read again. */
    void process(String topic, long offset, String key, String value, KafkaManualCommit commit) throws Exception {
        Exchange exchange = context.getEndpoint("direct:none").createExchange();
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, topic);
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 0);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, offset);
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 0L);
        exchange.getMessage().setHeader(KafkaConstants.KEY, key);
        exchange.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, commit);
        exchange.getMessage().setBody(value);
        routes.get(topic).process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private void write(String topic, Exchange exchange) throws Exception {
        String key = exchange.getMessage().getHeader(KafkaConstants.KEY, String.class);
        world.write(this, topic, key, exchange.getMessage().getBody(String.class));
    }

    @Override
    public void close() {
        context.stop();
    }

    private interface Effect {
        void on(String place, Exchange exchange) throws Exception;
    }

    /** Takes the place of a component. */
    private final class Place extends DefaultComponent {

        private final Effect effect;

        private Place(Effect effect) {
            this.effect = effect;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String place, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) throws Exception {
                            effect.on(place, exchange);
                        }
                    };
                }

                @Override
                public org.apache.camel.Consumer createConsumer(Processor processor) {
                    routes.put(place, processor);
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }
}
