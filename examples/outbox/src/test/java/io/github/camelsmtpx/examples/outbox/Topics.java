/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Topics as the proof writes and reads them. */
final class Topics {

    private Topics() {
    }

    /** Key and value of a record. */
    record Entry(@Nullable String key, String value) {
    }

    /** Returns when Kafka has stored all of them; throws at the first one that it did not store. */
    static void write(String brokers, String topic, List<Entry> entries) throws InterruptedException, ExecutionException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "max.block.ms", "5000"),
                new StringSerializer(), new StringSerializer())) {
            List<Future<?>> writes = new ArrayList<>();
            for (Entry entry : entries) {
                Future<?> write = producer.send(new ProducerRecord<>(topic, entry.key, entry.value));
                if (write.isDone()) {
                    write.get();
                }
                writes.add(write);
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }
    }

    /** All records that are in a topic now. */
    static List<ConsumerRecord<String, String>> read(String brokers, String topic) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "enable.auto.commit", "false"), new StringDeserializer(),
                new StringDeserializer())) {
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
}
