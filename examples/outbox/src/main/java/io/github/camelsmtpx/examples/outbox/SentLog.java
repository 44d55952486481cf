/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent repository: a compacted topic of one partition, which all instances write and read. Before a mail is
 * sent it is claimed here; the first claim in the log wins, whoever else wanted it reads that too. An instance that
 * dies leaves its claim, so that nobody sends its mail again without knowing that it may have arrived. For many
 * threads.
 */
final class SentLog implements AutoCloseable {

    private static final TopicPartition LOG = new TopicPartition(Letter.SENT, 0);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Claims claims = new Claims();
    private final KafkaProducer<String, String> writer;
    private final KafkaConsumer<String, String> reader;
    private final Thread reading = new Thread(this::read, "sent-log");
    private long next;
    private @Nullable RuntimeException broken;

    SentLog(String brokers) {
        writer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(),
                new StringSerializer());
        reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", "false"), new StringDeserializer(),
                new StringDeserializer());
        reader.assign(List.of(LOG));
        reader.seekToBeginning(List.of(LOG));
        reading.setDaemon(true);
        reading.start();
    }

    static String newToken() {
        return UUID.randomUUID().toString();
    }

    /**
     * Wants this mail; returns who has it, when everything written before is read: the token itself, another one, or
     * {@link Claims#CLOSED}.
     *
     * @param after a claim that this one may take the place of; empty for none
     */
    String claim(String id, String token, String after) throws InterruptedException {
        long offset = write(id, Claims.claim(token, after));
        synchronized (claims) {
            while (next <= offset) {
                if (broken != null) {
                    throw broken;
                }
                claims.wait();
            }
            return claims.owner(id);
        }
    }

    /** It needs no further attempt: delivered, or refused for good. */
    void close(String id) throws InterruptedException {
        write(id, Claims.CLOSED);
    }

    /** It was not sent, for sure, and may be claimed again. */
    void free(String id, String token) throws InterruptedException {
        write(id, Claims.free(token));
    }

    private long write(String id, String line) throws InterruptedException {
        try {
            return writer.send(new ProducerRecord<>(Letter.SENT, 0, id, line)).get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log could not be written", e.getCause());
        }
    }

    private void read() {
        try {
            while (true) {
                var records = reader.poll(POLL);
                synchronized (claims) {
                    records.forEach(entry -> claims.apply(entry.key(), entry.value()));
                    next = reader.position(LOG);
                    claims.notifyAll();
                }
            }
        } catch (WakeupException e) {
            reader.close();
        } catch (RuntimeException e) {
            synchronized (claims) {
                broken = e;
                claims.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        reader.wakeup();
        writer.close();
    }
}
