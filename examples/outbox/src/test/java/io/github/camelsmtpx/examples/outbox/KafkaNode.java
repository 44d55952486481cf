/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** One Kafka node in KRaft mode, for the proof. */
public final class KafkaNode {

    private KafkaNode() {
    }

    /** {@code FOLDER ADDRESS}; a second start in the same folder goes on with its data. */
    public static void main(String... words) throws Exception {
        Path folder = Files.createDirectories(Path.of(words[0]));
        Path file = folder.resolve("server.properties");
        boolean first = !Files.exists(file);
        if (first) {
            try (OutputStream out = Files.newOutputStream(file)) {
                properties(folder.resolve("data"), words[1]).store(out, null);
            }
            StorageTool.execute(new String[] { "format", "-t", Uuid.randomUuid().toString(), "-c", file.toString() },
                    new PrintStream(OutputStream.nullOutputStream()));
        }
        new Thread(() -> Kafka.main(new String[] { file.toString() }), "kafka").start();
        if (first) {
            createTopics(words[1]);
        }
    }

    private static Properties properties(Path data, String address) throws IOException {
        String controller;
        try (ServerSocket socket = new ServerSocket(0)) {
            controller = "127.0.0.1:" + socket.getLocalPort();
        }
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller", "node.id", "1",
                "listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller,
                "controller.listener.names", "CONTROLLER", "controller.quorum.voters", "1@" + controller,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs", data.toString(),
                "auto.create.topics.enable", "false", "log.cleaner.backoff.ms", "200"));
        // A single node cannot have replicas.
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1", "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0"));
        return properties;
    }

    private static void createTopics(String address) throws Exception {
        Map<String, String> large = Map.of("max.message.bytes", "3000000");
        // Compacted all the time, as the topic of a year would be.
        Map<String, String> compacted = Map.of("cleanup.policy", "compact", "segment.ms", "500",
                "min.cleanable.dirty.ratio", "0.0001", "max.compaction.lag.ms", "500");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(
                    new NewTopic(Outbox.MAILS, 6, (short) 1), new NewTopic(Outbox.LATER, 6, (short) 1).configs(large),
                    new NewTopic(Outbox.REVIEW, 1, (short) 1).configs(large),
                    new NewTopic(Outbox.SENT, 1, (short) 1).configs(compacted))).all().get();
        }
    }
}
