/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelsmtpx.examples.kit.Ledger;
import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;

/** Holds the topics against the mail server's ledger. */
public final class Proof {

    private static final long PATIENCE_SECONDS = 150;

    private final Terminal terminal = Terminal.ofThisProcess();
    private final String brokers;
    private final Path ledger;
    private final int count;
    private final Set<String> done = new HashSet<>();
    private final Map<String, Letter> review = new TreeMap<>();
    private boolean good = true;

    private Proof(String brokers, Path ledger, int count) {
        this.brokers = brokers;
        this.ledger = ledger;
        this.count = count;
    }

    /**
     * {@code BROKERS LEDGER COUNT [again | replayed]}: waits until every mail has a place, then looks; exits with 0
     * when all is as promised, 1 when not. With {@code again}, unknown ones were sent once more; with {@code replayed},
     * every record was read again after that.
     */
    public static void main(String... words) throws Exception {
        Proof proof = new Proof(words[0], Path.of(words[1]), Integer.parseInt(words[2]));
        boolean again = words.length > 3;
        boolean holds = again && words[3].equals("replayed") ? proof.awaitReplay() : proof.await(again);
        System.exit(holds && proof.holds(again) ? 0 : 1);
    }

    private boolean await(boolean again) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long open = look(again);
        while (open > 0) {
            terminal.show(count - open + " of " + count + " mails have their place");
            if (System.nanoTime() > end) {
                terminal.clear();
                say(false, open + " mails have no place after " + PATIENCE_SECONDS + " s");
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(300);
            open = look(again);
        }
        terminal.clear();
        return true;
    }

    /** Waits until the instance has read all records once more. */
    private boolean awaitReplay() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            while (lag(admin, Outbox.MAILS) + lag(admin, Outbox.LATER) > 0) {
                if (System.nanoTime() > end) {
                    say(false, "the records were not read again within " + PATIENCE_SECONDS + " s");
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(300);
            }
        }
        return await(true);
    }

    private static long lag(Admin admin, String topic) throws Exception {
        var committed = admin.listConsumerGroupOffsets("outbox-" + topic).partitionsToOffsetAndMetadata().get();
        var ends = admin.listOffsets(committed.keySet().stream().collect(
                Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()))).all().get();
        return committed.entrySet().stream()
                .mapToLong(entry -> ends.get(entry.getKey()).offset() - entry.getValue().offset()).sum();
    }

    /** How many have no place yet. */
    private long look(boolean again) {
        Topics.read(brokers, Outbox.SENT).stream().map(fact -> fact.key().split(" ", 3))
                .filter(words -> words[1].equals(SentLog.DONE)).forEach(words -> done.add(words[2]));
        Topics.read(brokers, Outbox.REVIEW).stream().map(record -> Letter.parse(record.value()))
                .forEach(letter -> review.put(letter.id(), letter));
        return ids().filter(id -> !done.contains(id) && (again || !is(id, Outbox.UNKNOWN))).count();
    }

    private boolean is(String id, String fate) {
        return review.containsKey(id) && review.get(id).why().startsWith(fate);
    }

    private boolean holds(boolean again) throws IOException {
        Map<String, Integer> copies = Ledger.copies(ledger);
        long unknown = ids().filter(id -> is(id, Outbox.UNKNOWN)).count();
        long rejected = ids().filter(id -> is(id, "REJECTED")).count();
        long got = ids().filter(id -> copies.containsKey(recipient(id))).count();
        long lost = ids().filter(id -> !copies.containsKey(recipient(id)))
                .filter(id -> !is(id, "REJECTED") && (again || !is(id, Outbox.UNKNOWN))).count();
        say(lost == 0, count + " mails: " + got + " are in the server's ledger, " + rejected + " were rejected, "
                       + (again ? "" : unknown + " wait for review as UNKNOWN, ") + lost + " are lost");
        long twice = ids().filter(id -> copies.getOrDefault(recipient(id), 0) > 1).count();
        long unasked = ids()
                .filter(id -> copies.getOrDefault(recipient(id), 0) > (again && is(id, Outbox.UNKNOWN) ? 2 : 1)).count();
        say(unasked == 0, again
                ? twice + " mails arrived twice, all of them among the " + unknown + " that were once UNKNOWN"
                : twice + " mails arrived twice");
        long invalid = review.values().stream().filter(letter -> letter.why().startsWith("INVALID")).count();
        say(invalid == Fill.POISON.size(), invalid + " of " + Fill.POISON.size() + " records that are no letter are in review");
        if (again) {
            long retries = Topics.read(brokers, Outbox.LATER).stream().map(record -> Letter.parse(record.value()))
                    .filter(letter -> letter.why().startsWith("RETRY")).count();
            terminal.out().println("  " + retries + " mails of unknown outcome were sent once more, on purpose");
        } else {
            reasons();
            long open = ids().filter(id -> is(id, Outbox.UNKNOWN) && copies.containsKey(recipient(id))).count();
            terminal.out().println("  of those UNKNOWN " + open + " did arrive");
        }
        return good;
    }

    /** Why mails are in review, each reason once. */
    private void reasons() {
        Map<String, Integer> reasons = new TreeMap<>();
        review.values().forEach(letter -> reasons.merge(letter.why().replaceAll("\\S+@\\S+", "…"), 1, Integer::sum));
        reasons.forEach((reason, mails) -> terminal.out().println("  " + mails + " x " + reason));
    }

    private Stream<String> ids() {
        return IntStream.rangeClosed(1, count).mapToObj(number -> "mail-" + number);
    }

    private static String recipient(String id) {
        return Fill.recipient(Integer.parseInt(id.substring("mail-".length())));
    }

    private void say(boolean holds, String text) {
        terminal.verdict(holds, text);
        good &= holds;
    }
}
