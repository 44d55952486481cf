/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param folder of .eml files, or null for the example's own
 * @param host   of the user's server, or null for the embedded one
 * @param from   the envelope's sender
 * @param to     the envelope's recipients; empty with the embedded server, which has its own
 */
record Options(boolean help, @Nullable Path folder, @Nullable String host, int port, String from, List<String> to) {

    static final String USAGE = """
            usage: run.sh [folder] [--host NAME [--port NUMBER] --from ADDRESS --to ADDRESS[,ADDRESS]...]

            Sends every .eml file of the folder (without one: the example's own mails and some composed on the way)
            through a Camel route, and prints what became of each message for each recipient.

              folder         a folder of .eml files of yours; they go as they stand
              --host NAME    your SMTP server instead of the embedded one; outcomes only, nothing to compare
              --port NUMBER  its port (25)
              --from ADDRESS the sender; needed with --host
              --to ADDRESS   a recipient, or several with commas between; may be repeated; needed with --host
              --help         this text

            Colours appear on a terminal only, and never when NO_COLOR is set.
            Exit code: 0 all went as it should; 1 it did not, see the last lines; 2 it could not begin.""";

    Options {
        to = List.copyOf(to);
    }

    /** Reads the arguments; an {@link IllegalArgumentException} says in one line what is wrong with them. */
    static Options parse(String... arguments) {
        boolean help = false;
        Path folder = null;
        String host = null;
        String port = null;
        String from = null;
        List<String> to = new ArrayList<>();
        Words words = new Words(arguments);
        while (words.more()) {
            String word = words.next();
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--host" -> host = words.valueOf(word);
                case "--port" -> port = words.valueOf(word);
                case "--from" -> from = words.valueOf(word);
                case "--to" -> to.addAll(addresses(words.valueOf(word)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + word);
                    }
                    if (folder != null) {
                        throw new IllegalArgumentException("one folder only, not " + folder + " and " + word);
                    }
                    folder = Path.of(word);
                }
            }
        }
        if (help) {
            return new Options(true, folder, host, 25, "", to);
        }
        if (host == null && (port != null || from != null || !to.isEmpty())) {
            throw new IllegalArgumentException("--port, --from and --to go with --host; the embedded server has its own");
        }
        if (host != null && (from == null || to.isEmpty())) {
            throw new IllegalArgumentException("--host needs --from and --to: whose mail is it, and who shall get it?");
        }
        return new Options(false, folder, host, port == null ? 25 : number(port), from == null ? Mailboxes.SENDER : from, to);
    }

    private static List<String> addresses(String text) {
        List<String> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                addresses.add(part.strip());
            }
        }
        return addresses;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) == 0 || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("--port wants a number from 1 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** The arguments, read one after the other; {@code --name=value} counts as two. */
    private static final class Words {

        private final List<String> words = new ArrayList<>();
        private int next;

        Words(String... arguments) {
            for (String argument : arguments) {
                int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
                if (equals > 0) {
                    words.add(argument.substring(0, equals));
                    words.add(argument.substring(equals + 1));
                } else {
                    words.add(argument);
                }
            }
        }

        boolean more() {
            return next < words.size();
        }

        String next() {
            return words.get(next++);
        }

        String valueOf(String option) {
            if (!more() || words.get(next).startsWith("--") || words.get(next).isBlank()) {
                throw new IllegalArgumentException(option + " wants a value");
            }
            return next();
        }
    }
}
