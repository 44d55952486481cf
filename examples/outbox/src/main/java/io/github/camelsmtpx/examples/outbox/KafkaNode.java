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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** One Kafka node in KRaft mode, for the demonstration; a cluster of your own takes its place by one property. */
public final class KafkaNode {

    private KafkaNode() {
    }

    /** {@code FOLDER READY-FILE}: writes its address in the file when it can be used. */
    public static void main(String... words) throws Exception {
        Path folder = Files.createDirectories(Path.of(words[0]));
        String address = "127.0.0.1:" + freePort();
        Properties properties = properties(folder.resolve("data"), address);
        Path file = folder.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        StorageTool.execute(new String[] { "format", "-t", Uuid.randomUuid().toString(), "-c", file.toString() },
                new PrintStream(OutputStream.nullOutputStream()));
        new Thread(() -> Kafka.main(new String[] { file.toString() }), "kafka").start();
        createTopics(address);
        Path part = folder.resolve("ready.part");
        Files.writeString(part, address + "\n");
        Files.move(part, Path.of(words[1]), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Properties properties(Path data, String address) throws IOException {
        String controller = "127.0.0.1:" + freePort();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller", "node.id", "1",
                "listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller,
                "controller.listener.names", "CONTROLLER", "controller.quorum.voters", "1@" + controller,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs", data.toString()));
        // A single node cannot have replicas.
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1", "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0"));
        return properties;
    }

    private static void createTopics(String address) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(
                    new NewTopic(Letter.MAILS, 6, (short) 1), new NewTopic(Letter.LATER, 2, (short) 1),
                    new NewTopic(Letter.REVIEW, 1, (short) 1),
                    new NewTopic(Letter.SENT, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")))).all().get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
