/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.github.camelsmtpx.examples.kit.Terminal;

/** Puts mails in the outbox, as an application does, and records that are none. */
public final class Fill {

    /** What a topic that many applications write holds some day: no JSON, an unknown field, no id, nothing at all. */
    static final List<String> POISON = List.of("hello", "{\"id\":\"x\",\"to\":\"a@example.org\",\"cc\":\"b@example.org\"}",
            "{\"to\":\"a@example.org\"}", "");

    private Fill() {
    }

    /** {@code BROKERS COUNT}; without COUNT only what must fail is tried. Exits with 0 when all is as promised. */
    public static void main(String... words) throws Exception {
        Terminal terminal = Terminal.ofThisProcess();
        if (words.length == 1) {
            terminal.verdict(isRefused(words[0], "Hello"), "a write to a broker that is down fails at once");
            return;
        }
        List<Letter> letters = IntStream.rangeClosed(1, Integer.parseInt(words[1])).mapToObj(Fill::letter).toList();
        write(words[0], letters);
        Topics.write(words[0], Outbox.MAILS, POISON.stream().map(poison -> new Topics.Entry(null, poison)).toList());
        boolean refused = isRefused(words[0], "x".repeat(2_000_000));
        terminal.verdict(refused, "a letter of 2 MB is refused where it is written");
        System.exit(refused ? 0 : 1);
    }

    private static void write(String brokers, List<Letter> letters) throws InterruptedException, ExecutionException {
        Topics.write(
                brokers, Outbox.MAILS,
                letters.stream().map(letter -> new Topics.Entry(letter.id(), letter.json())).toList());
    }

    private static boolean isRefused(String brokers, String text) throws InterruptedException {
        try {
            write(brokers, List.of(Letter.of("refused", "reader@example.org", "Hello", text)));
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    static String recipient(int number) {
        String kind = number % 300 == 150 ? "gone" : number % 100 == 50 ? "grey" : number % 500 == 249 ? "lost" : "reader";
        return kind + "-" + number + "@example.org";
    }

    private static Letter letter(int number) {
        return Letter.of("mail-" + number, recipient(number), "News, number " + number, "There is none.\n");
    }
}
