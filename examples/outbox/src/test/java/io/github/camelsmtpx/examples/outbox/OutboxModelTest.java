/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.smtpx.SmtpxPermanentException;
import org.apache.camel.component.smtpx.SmtpxTransientException;
import org.apache.camel.component.smtpx.SmtpxUnknownOutcomeException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random interleavings of the real routes of three instances, with writes that fail or whose acknowledgement is lost,
 * kills, partitions that move while a record is in work, retries at any time, and every fate of a mail. One thread runs
 * at a time, so a seed repeats its interleaving.
 */
@Timeout(300)
class OutboxModelTest {

    private static final int SEEDS = Integer.getInteger("outbox.seeds", 500);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final List<Instance> INSTANCES = new ArrayList<>();
    private static volatile @Nullable Run run;

    @BeforeAll
    static void start() throws Exception {
        Instance.World world = new Instance.World() {
            @Override
            public void write(Instance instance, String topic, String key, String value) throws Exception {
                Objects.requireNonNull(run).write(topic, key, value);
            }

            @Override
            public void send(Instance instance, Exchange exchange) throws Exception {
                Objects.requireNonNull(run).send(exchange);
            }
        };
        for (int i = 0; i < 3; i++) {
            INSTANCES.add(new Instance(world, Duration.ofSeconds(20), () -> {
                throw new AssertionError("a claim is not read");
            }));
        }
    }

    @AfterAll
    static void stop() {
        INSTANCES.forEach(Instance::close);
        THREADS.shutdown();
    }

    @Test
    void noMailIsLostOrSentTwiceWithoutARetry() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run now = new Run(seed);
            run = now;
            now.play();
        }
    }

    /** The process of an instance was killed: nothing that it does has an effect. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Entry(String key, String value) {
    }

    private static final class Partition {
        private final String topic;
        private final List<Entry> records = new ArrayList<>();
        private int owner;
        private int generation;
        private int position;
        private int committed;
        private boolean busy;

        private Partition(String topic) {
            this.topic = topic;
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The processing of a record by an instance; goes on when it is resumed, up to its next pause. */
    private static final class Task {
        private final int instance;
        private final int epoch;
        private final Semaphore go = new Semaphore(0);

        private Task(int instance, int epoch) {
            this.instance = instance;
            this.epoch = epoch;
        }
    }

    private static final ThreadLocal<Task> TASK = new ThreadLocal<>();

    private static final class Run {

        private final Random random;
        private final String name;
        private final Semaphore back = new Semaphore(0);
        private final List<Task> tasks = new ArrayList<>();
        private final List<Partition> partitions = List.of(new Partition(Outbox.MAILS), new Partition(Outbox.MAILS),
                new Partition(Outbox.LATER), new Partition(Outbox.LATER));
        private final List<Entry> review = new ArrayList<>();
        private final List<String> facts = new ArrayList<>();
        private final int[] read = new int[INSTANCES.size()];
        private final int[] epochs = new int[INSTANCES.size()];
        private final Set<String> ids = new HashSet<>();
        private final Map<String, Integer> copies = new HashMap<>();
        private final Set<String> attempts = new HashSet<>();
        private final Set<String> retries = new HashSet<>();
        private final List<String> story = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private boolean calm;

        private Run(int seed) {
            random = new Random(seed);
            name = "seed-" + seed;
            for (int i = 0; i < 3; i++) {
                String id = name + "-mail-" + i;
                ids.add(id);
                store(Outbox.MAILS, id, Letter.of(id, "reader@example.org", "", "").json());
            }
            partitions.forEach(partition -> partition.owner = random.nextInt(INSTANCES.size()));
        }

        private void play() throws Exception {
            int steps = 20 + random.nextInt(300);
            for (int i = 0; i < steps; i++) {
                step();
            }
            calm = true;
            settle();
            retry(random.nextInt(INSTANCES.size()));
            settle();
            assertThat(ids).as(this::toString).allMatch(this::isDone);
            assertThat(ids).as(this::toString).allMatch(id -> copies.containsKey(id) || isReviewed(id, "REJECTED"));
            // The worst redelivery, by an instance that reads compacted facts.
            SentLog fresh = new SentLog(fact -> {
                throw new AssertionError("claimed again: " + fact);
            }, Duration.ZERO, () -> {
            });
            compacted().forEach(fresh::read);
            for (Partition partition : partitions) {
                for (Entry record : partition.records) {
                    Letter letter = Letter.parse(record.value);
                    assertThat(fresh.claim(letter.id(), letter.attempt())).as(this::toString).isEqualTo(SentLog.Claim.OVER);
                }
            }
        }

        private void step() throws Exception {
            int action = random.nextInt(100);
            if (action < 60 && !tasks.isEmpty()) {
                resume(tasks.get(random.nextInt(tasks.size())));
            } else if (action < 90) {
                begin(partitions.get(random.nextInt(partitions.size())));
            } else if (action < 94) {
                move(partitions.get(random.nextInt(partitions.size())));
            } else if (action < 96) {
                kill(random.nextInt(INSTANCES.size()));
            } else if (action < 97) {
                retry(random.nextInt(INSTANCES.size()));
            } else {
                deliver(random.nextInt(INSTANCES.size()), random.nextInt(3));
            }
        }

        /** Until there is nothing more to do. */
        private void settle() throws Exception {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (Partition partition : partitions) {
                    changed |= begin(partition);
                }
                while (!tasks.isEmpty()) {
                    resume(tasks.get(random.nextInt(tasks.size())));
                    changed = true;
                }
            }
        }

        private boolean begin(Partition partition) throws Exception {
            if (partition.busy || partition.position >= partition.records.size()) {
                return false;
            }
            partition.busy = true;
            int generation = partition.generation;
            int offset = partition.position;
            int owner = partition.owner;
            Entry record = partition.records.get(offset);
            KafkaManualCommit commit = () -> commit(partition, generation, offset);
            story.add(owner + " reads " + partition.topic + "@" + offset + " " + record.key);
            start(owner, () -> {
                int next = offset + 1;
                try {
                    INSTANCES.get(owner).process(partition.topic, offset, record.key, record.value, commit);
                } catch (Exception e) {
                    next = partition.committed;
                }
                if (partition.generation == generation) {
                    partition.position = next;
                    partition.busy = false;
                }
            });
            return true;
        }

        private void commit(Partition partition, int generation, int offset) {
            pause();
            if (partition.generation != generation || isUnlucky()) {
                throw new IllegalStateException("the commit failed");
            }
            partition.committed = offset + 1;
            pause();
        }

        private void move(Partition partition) {
            partition.owner = random.nextInt(INSTANCES.size());
            partition.generation++;
            partition.position = partition.committed;
            partition.busy = false;
            story.add(partition.topic + " goes to " + partition.owner + " from " + partition.committed);
        }

        private void kill(int instance) {
            story.add(instance + " is killed");
            epochs[instance]++;
            partitions.stream().filter(partition -> partition.owner == instance).forEach(this::move);
        }

        private void retry(int instance) throws Exception {
            List<Entry> now = List.copyOf(review);
            story.add(instance + " retries");
            start(instance, () -> {
                for (Entry record : now) {
                    try {
                        INSTANCES.get(instance).process(Outbox.REVIEW, 0, record.key, record.value, () -> {
                        });
                    } catch (Exception e) {
                        story.add(instance + " retry failed: " + e);
                    }
                }
            });
        }

        private void start(int instance, Work work) {
            Task task = new Task(instance, epochs[instance]);
            tasks.add(task);
            THREADS.execute(() -> {
                task.go.acquireUninterruptibly();
                TASK.set(task);
                try {
                    work.run();
                } catch (Exception e) {
                    faults.add(String.valueOf(e));
                } finally {
                    tasks.remove(task);
                    back.release();
                }
            });
        }

        private void resume(Task task) {
            task.go.release();
            back.acquireUninterruptibly();
            assertThat(faults).as(this::toString).isEmpty();
        }

        private void check(boolean holds, String fault) {
            if (!holds) {
                faults.add(fault);
            }
        }

        private Task pause() {
            Task task = TASK.get();
            back.release();
            task.go.acquireUninterruptibly();
            if (epochs[task.instance] != task.epoch) {
                throw new Killed();
            }
            return task;
        }

        private boolean isUnlucky() {
            return !calm && random.nextInt(20) == 0;
        }

        private void write(String topic, String key, String value) throws Exception {
            Task task = pause();
            if (isUnlucky()) {
                throw new IOException("not stored");
            }
            story.add(task.instance + " writes " + topic + " " + key + " "
                      + (value.isEmpty() ? "" : Letter.parse(value).attempt() + " " + Letter.parse(value).why()));
            store(topic, key, value);
            pause();
            if (isUnlucky()) {
                throw new IOException("stored, but not acknowledged");
            }
            deliver(task.instance, facts.size());
        }

        private void store(String topic, String key, String value) {
            if (topic.equals(Outbox.SENT)) {
                facts.add(key);
            } else if (topic.equals(Outbox.REVIEW)) {
                review.add(new Entry(key, value));
            } else {
                Letter letter = Letter.parse(value);
                if (letter.why().startsWith("RETRY")) {
                    retries.add(letter.id() + " " + letter.attempt());
                }
                partitions.stream().filter(partition -> partition.topic.equals(topic)).skip(Math.floorMod(key.hashCode(), 2))
                        .findFirst().orElseThrow().records.add(new Entry(key, value));
            }
        }

        private void deliver(int instance, int count) throws Exception {
            for (int i = 0; i < count && read[instance] < facts.size(); i++) {
                INSTANCES.get(instance).read(facts.get(read[instance]++));
            }
        }

        private void send(Exchange exchange) throws Exception {
            Letter letter = Objects.requireNonNull(exchange.getVariable("letter", Letter.class));
            Task task = pause();
            String attempt = letter.id() + " " + letter.attempt();
            story.add(task.instance + " sends " + attempt);
            check(attempts.add(attempt), "an attempt was made twice: " + attempt);
            int fate = calm ? 9 : random.nextInt(10);
            if (fate >= 5) {
                copies.merge(letter.id(), 1, Integer::sum);
                long allowed = 1 + retries.stream().filter(retry -> retry.startsWith(letter.id() + " ")).count();
                check(copies.get(letter.id()) <= allowed, "too many copies of " + letter.id());
            }
            pause();
            switch (fate) {
                case 0, 1, 2 -> throw new SmtpxTransientException("deferred", exchange, (Outcome) null, null);
                case 3 -> throw new SmtpxPermanentException("rejected", exchange, (Outcome) null, null);
                case 4, 5 -> throw new SmtpxUnknownOutcomeException(
                        "unknown", exchange,
                        new Outcome.Unknown(
                                List.of(RecipientResult.unknown(Recipient.of(letter.to()), "no reply")), Stage.FINAL, null,
                                SendDetails.of("none", 25)),
                        null);
                default -> story.add(attempt + " is delivered");
            }
        }

        private boolean isDone(String id) {
            return facts.stream().anyMatch(fact -> fact.matches("[0-9]+ DONE " + id));
        }

        private boolean isReviewed(String id, String why) {
            return review.stream().map(record -> Letter.parse(record.value))
                    .anyMatch(letter -> letter.id().equals(id) && letter.why().startsWith(why));
        }

        private List<String> compacted() {
            List<String> left = new ArrayList<>();
            for (int i = 0; i < facts.size(); i++) {
                if (!facts.subList(i + 1, facts.size()).contains(facts.get(i))) {
                    left.add(facts.get(i));
                }
            }
            return left;
        }

        @Override
        public String toString() {
            return name + "\n" + String.join("\n", story);
        }
    }
}
