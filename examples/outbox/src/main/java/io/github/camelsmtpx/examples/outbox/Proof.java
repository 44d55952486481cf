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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelsmtpx.examples.kit.Ledger;
import io.github.camelsmtpx.examples.kit.Terminal;

/** Holds the topics against the mail server's ledger. */
public final class Proof {

    private static final long PATIENCE_SECONDS = 150;

    private final Terminal terminal = Terminal.ofThisProcess();
    private final Topics topics;
    private final Path ledger;
    private final int count;
    private final Set<String> closed = new HashSet<>();
    private final Map<String, Letter> review = new TreeMap<>();
    private boolean good = true;

    private Proof(Topics topics, Path ledger, int count) {
        this.topics = topics;
        this.ledger = ledger;
        this.count = count;
    }

    /**
     * {@code BROKERS LEDGER COUNT [again]}: waits until every mail has a place, then looks; exits with 0 when all is as
     * promised, 1 when not. With {@code again}, unknown ones were sent once more.
     */
    public static void main(String... words) throws Exception {
        Proof proof = new Proof(new Topics(words[0]), Path.of(words[1]), Integer.parseInt(words[2]));
        boolean again = words.length > 3;
        System.exit(proof.await(again) && proof.holds(again) ? 0 : 1);
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

    /** How many have no place yet. */
    private long look(boolean again) throws IOException {
        topics.lines(Letter.SENT).stream().filter(line -> line.value().equals(Claims.CLOSED))
                .forEach(line -> closed.add(line.key()));
        topics.letters(Letter.REVIEW).forEach(letter -> review.put(letter.id(), letter));
        return ids().filter(id -> !closed.contains(id) && (again || !review.containsKey(id))).count();
    }

    private boolean holds(boolean again) throws IOException {
        Map<String, Integer> copies = Ledger.copies(ledger);
        Set<String> unknown = new HashSet<>();
        Set<String> rejected = new HashSet<>();
        review.values().forEach(letter -> (letter.isUnknown() ? unknown : rejected).add(letter.id()));
        long got = ids().filter(id -> copies.containsKey(recipient(id))).count();
        long lost = ids()
                .filter(id -> !copies.containsKey(recipient(id)) && !rejected.contains(id) && (again || !unknown.contains(id)))
                .count();
        say(lost == 0, count + " mails: " + got + " are in the server's ledger, " + rejected.size() + " were rejected, "
                       + (again ? "" : unknown.size() + " wait for review as UNKNOWN, ") + lost + " are lost");
        long open = unknown.stream().filter(id -> copies.containsKey(recipient(id))).count();
        if (!again) {
            reasons(rejected);
            terminal.out().println("  of those UNKNOWN " + open + " did arrive");
        }
        long twice = ids().filter(id -> copies.getOrDefault(recipient(id), 0) > 1).count();
        long unasked
                = ids().filter(id -> copies.getOrDefault(recipient(id), 0) > (again && unknown.contains(id) ? 2 : 1)).count();
        say(unasked == 0, again
                ? twice + " mails arrived twice, all of them among the " + unknown.size()
                  + " that were sent once more on purpose"
                : twice + " mails arrived twice");
        return good;
    }

    /** Why mails were rejected, each reason once. */
    private void reasons(Set<String> rejected) {
        Map<String, Integer> reasons = new TreeMap<>();
        review.values().stream().filter(letter -> rejected.contains(letter.id()))
                .forEach(letter -> reasons.merge(letter.why().replaceAll("\\S+@\\S+", "…"), 1, Integer::sum));
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
