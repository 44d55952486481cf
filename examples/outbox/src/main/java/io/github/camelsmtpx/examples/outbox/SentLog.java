/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facts about attempts, in a topic of one partition that all instances write and read. An instance claims an attempt
 * before it sends the mail. The first claim in the topic wins, and each instance reads the topic to see which one that
 * is. Facts are never withdrawn, and each has a key of its own, so that compaction loses none. Thread-safe.
 *
 * <pre>
 * 0 59b8c3a6-… mail-7     attempt 0 of mail-7 is claimed with this token
 * 0 NEXT mail-7           attempt 0 is over, attempt 1 is in the topic mails-later
 * 1 DONE mail-7           mail-7 was delivered or rejected; there is no further attempt
 * </pre>
 */
final class SentLog implements AutoCloseable {

    static final String TOPIC = "mails-sent";

    /**
     * The result of a claim: send the mail; another claim won, and its fate is not known; nothing remains to be done.
     */
    enum Claim {
        WON,
        LOST,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(SentLog.class);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PATIENCE_SECONDS = 120;

    private final Facts facts = new Facts();
    private final KafkaProducer<String, String> writer;
    private final KafkaConsumer<String, String> reader;
    private long next;

    private SentLog(String brokers) {
        writer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(), new StringSerializer());
        reader = consumer(brokers);
    }

    /**
     * Waits until Kafka can be reached and the topic is read.
     *
     * @param failed runs when the topic can no longer be read; the instance has to end then
     */
    static SentLog open(String brokers, Consumer<Exception> failed) {
        SentLog log = new SentLog(brokers);
        log.await(brokers);
        Thread reading = new Thread(() -> log.read(failed), TOPIC);
        reading.setDaemon(true);
        reading.start();
        return log;
    }

    /** Claims an attempt. */
    Claim claim(String id, int attempt) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        synchronized (facts) {
            if (facts.isClaimed(id, attempt)) {
                return facts.claim(id, attempt, token);
            }
        }
        long offset = write(attempt, token, id);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (facts) {
            while (next <= offset) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException(TOPIC + " was not read for " + PATIENCE_SECONDS + " s");
                }
                facts.wait(left);
            }
            return facts.claim(id, attempt, token);
        }
    }

    /** The mail was delivered or rejected, or is given up. */
    void done(String id, int attempt) throws InterruptedException {
        write(attempt, Facts.DONE, id);
    }

    /** The next attempt is in the topic mails-later. */
    void next(String id, int attempt) throws InterruptedException {
        write(attempt, Facts.NEXT, id);
    }

    private long write(int attempt, String what, String id) throws InterruptedException {
        try {
            return writer.send(new ProducerRecord<>(TOPIC, 0, attempt + " " + what + " " + id, "")).get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException(TOPIC + " could not be written", e.getCause());
        }
    }

    private void await(String brokers) {
        while (true) {
            try {
                int partitions = reader.partitionsFor(TOPIC).size();
                if (partitions > 1) {
                    throw new IllegalStateException(TOPIC + " has " + partitions + " partitions instead of one");
                }
                if (partitions == 1) {
                    reader.assign(List.of(PARTITION));
                    reader.seekToBeginning(List.of(PARTITION));
                    long end = Objects.requireNonNull(reader.endOffsets(List.of(PARTITION)).get(PARTITION));
                    while (next < end) {
                        poll();
                    }
                    return;
                }
                LOG.warn("There is no topic {} at {} yet", TOPIC, brokers);
                TimeUnit.SECONDS.sleep(1);
            } catch (RetriableException e) {
                LOG.warn("Kafka at {} cannot be reached yet: {}", brokers, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private void poll() {
        var records = reader.poll(POLL);
        synchronized (facts) {
            records.forEach(fact -> facts.add(fact.key()));
            next = reader.position(PARTITION);
            facts.notifyAll();
        }
    }

    private void read(Consumer<Exception> failed) {
        try (reader) {
            while (true) {
                try {
                    poll();
                } catch (RetriableException e) {
                    LOG.warn("{} cannot be read at the moment: {}", TOPIC, e.getMessage());
                }
            }
        } catch (WakeupException e) {
            LOG.debug("closed", e);
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    @Override
    public void close() {
        reader.wakeup();
        writer.close();
    }

    /** All records that are in a topic now. */
    static List<ConsumerRecord<String, String>> read(String brokers, String topic) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(brokers)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static KafkaConsumer<String, String> consumer(String brokers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", "false", "auto.offset.reset", "earliest",
                        "allow.auto.create.topics", "false", "default.api.timeout.ms", "10000", "request.timeout.ms", "9000"),
                new StringDeserializer(), new StringDeserializer());
    }

    /** The facts as far as they were read. Compaction of the topic does not change the answers. */
    static final class Facts {

        static final String DONE = "DONE";
        static final String NEXT = "NEXT";

        /** The highest attempt of a mail; an empty token if it is not claimed yet. */
        private record State(int attempt, String token) {
        }

        private static final State OVER = new State(Integer.MAX_VALUE, DONE);
        private static final State NEW = new State(0, "");

        private final Map<String, State> states = new HashMap<>();

        void add(String fact) {
            String[] words = fact == null ? new String[0] : fact.split(" ", 3);
            if (words.length < 3 || !words[0].matches("[0-9]{1,9}")) {
                LOG.warn("{} has a record that is no fact: {}", TOPIC, fact);
                return;
            }
            int attempt = Integer.parseInt(words[0]);
            State found = switch (words[1]) {
                case DONE -> OVER;
                case NEXT -> new State(attempt + 1, "");
                default -> new State(attempt, words[1]);
            };
            states.merge(words[2], found, (known, added) -> added.attempt > known.attempt
                    || added.attempt == known.attempt && known.token.isEmpty() ? added : known);
        }

        /** Whether a new claim of this attempt cannot win. */
        boolean isClaimed(String id, int attempt) {
            State state = states.getOrDefault(id, NEW);
            return attempt < state.attempt || attempt == state.attempt && !state.token.isEmpty();
        }

        Claim claim(String id, int attempt, String token) {
            State state = states.getOrDefault(id, NEW);
            if (attempt < state.attempt) {
                return Claim.OVER;
            }
            return attempt == state.attempt && state.token.equals(token) ? Claim.WON : Claim.LOST;
        }
    }
}
