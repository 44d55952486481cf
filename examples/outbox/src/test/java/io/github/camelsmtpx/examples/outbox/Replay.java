/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The worst redelivery: the facts are compacted, and every record of the outbox is read again. */
public final class Replay {

    private Replay() {
    }

    /** {@code BROKERS}; no instance may run. */
    public static void main(String... words) throws Exception {
        List<String> facts = Topics.read(words[0], Outbox.SENT).stream().map(fact -> fact.key()).toList();
        // The facts that end a mail once more, so that compaction takes those that stood before later claims.
        List<String> ends = facts.stream().filter(fact -> !fact.matches("[0-9]+ [0-9a-f-]{36} .*")).distinct().toList();
        Topics.write(words[0], Outbox.SENT, ends.stream().map(Replay::fact).toList());
        // A segment is closed, and can be compacted, when another record comes.
        for (int i = 0; Topics.read(words[0], Outbox.SENT).size() > facts.size() + 2; i++) {
            if (i == 60) {
                throw new IllegalStateException("Kafka did not compact the topic");
            }
            TimeUnit.MILLISECONDS.sleep(500);
            Topics.write(words[0], Outbox.SENT, List.of(fact(ends.get(0))));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", words[0]))) {
            for (String topic : List.of(Outbox.MAILS, Outbox.LATER)) {
                rewind(admin, "outbox-" + topic);
            }
        }
        Terminal.ofThisProcess().out().println(ends.size() + " facts were compacted; all records of the outbox are read again");
    }

    private static Topics.Entry fact(String fact) {
        return new Topics.Entry(fact, "");
    }

    private static void rewind(Admin admin, String group) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> starts
                = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(group, starts).all().get();
    }
}
