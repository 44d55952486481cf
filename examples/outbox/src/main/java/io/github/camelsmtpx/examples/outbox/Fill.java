/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.List;
import java.util.stream.IntStream;

/** Puts mails in the outbox: what the rest of an application does. */
public final class Fill {

    private Fill() {
    }

    /** {@code BROKERS COUNT}; a few of the recipients are refused, refused at first, or left without an answer. */
    public static void main(String... words) throws Exception {
        List<Letter> letters = IntStream.rangeClosed(1, Integer.parseInt(words[1])).mapToObj(Fill::letter).toList();
        new Topics(words[0]).write(Letter.MAILS, letters);
    }

    static String recipient(int number) {
        String kind = number % 300 == 150 ? "gone" : number % 100 == 50 ? "grey" : number % 500 == 250 ? "lost" : "reader";
        return kind + "-" + number + "@example.org";
    }

    private static Letter letter(int number) {
        return Letter.of("mail-" + number, recipient(number), "News, number " + number, "There is none.\n");
    }
}
