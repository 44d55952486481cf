/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads whole topics, and writes letters, for the programs around the routes. */
record Topics(String brokers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A key and a value, as they stand in the log. */
    record Line(String key, String value) {
    }

    /** All that is in a topic now. */
    List<Line> lines(String topic) {
        List<Line> lines = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> lines.add(new Line(record.key(), record.value())));
            }
        }
        return lines;
    }

    List<Letter> letters(String topic) throws JsonProcessingException {
        List<Letter> letters = new ArrayList<>();
        for (Line line : lines(topic)) {
            letters.add(JSON.readValue(line.value(), Letter.class));
        }
        return letters;
    }

    /** Returns when all of them are in the log. */
    void write(String topic, List<Letter> letters) throws JsonProcessingException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            for (Letter letter : letters) {
                producer.send(new ProducerRecord<>(topic, letter.id(), JSON.writeValueAsString(letter)));
            }
            producer.flush();
        }
    }
}
