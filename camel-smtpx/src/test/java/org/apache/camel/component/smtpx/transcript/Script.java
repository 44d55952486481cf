/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transcript that can be played. It begins with what the client is told:
 *
 * <pre>
 * # a comment
 * options: skipBad
 * from: a@example.com
 * to: b@example.org
 * body: hello
 * result: b@example.org DELIVERED at FINAL: 250 2.0.0 queued
 * </pre>
 *
 * ({@code from} begins a further mail) and goes on with the conversation:
 * <ul>
 * <li>{@code S: line} the server sends a line; it does so when everything above has been sent by the client, and
 * nothing else. Lines that follow each other arrive together.
 * <li>{@code C: line} the client sends a line, not before the server line above.
 * <li>{@code +: line} the client sends a line in the same flight as the one above.
 * <li>{@code <octets>} in the place of a line are octets without a line end; {@code <100 octets of the message>} are
 * the next ones of the body.
 * <li>{@code !send} the next mail is given to the client (the first is given at the start).
 * <li>{@code !starttls} both sides do a TLS handshake.
 * <li>{@code !close}, {@code !reset} the server closes, or tears down, the connection.
 * <li>{@code !closed} the client has closed the connection and sent nothing more.
 * <li>{@code !connect} the client opens a further connection.
 * <li>{@code !after 9m} time passes and nothing happens; {@code !stall 5m} time passes, and at the end of it the client
 * closes the connection, not a moment earlier.
 * <li>{@code !deaf} from here on the socket takes no more octets; {@code !full} nor is there room to keep them.
 * </ul>
 * A connection that is open at the end must have been kept for the next mail.
 */
record Script(String name, Options options, List<Mail> mails, List<Step> steps) {

    /** One line of the conversation. */
    sealed interface Step {
        int line();
    }

    record ServerLine(int line, byte[] octets) implements Step {
    }

    record ClientLine(int line, byte[] octets) implements Step {
    }

    record Directive(int line, String word, String argument) implements Step {

        Duration duration() {
            return Duration.parse("PT" + argument);
        }
    }

    private static final Pattern HEADER = Pattern.compile("([a-z]+): ?(.*)");
    private static final Pattern BODY_PART = Pattern.compile("<(\\d+) octets of the message>");
    private static final Pattern LAST_CHUNK = Pattern.compile("BDAT (\\d+) LAST\r\n");
    private static final List<String> DIRECTIVES = List.of("send", "starttls", "close", "reset", "closed", "connect", "after",
            "stall", "deaf", "full");

    static Script parse(String name, String text) {
        Parser parser = new Parser();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                parser.line(i + 1, lines.get(i));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(name + ", line " + (i + 1) + ": " + lines.get(i), e);
            }
        }
        return new Script(name, new Options(parser.options), parser.mails, parser.steps);
    }

    boolean uses(String... directives) {
        return steps.stream().anyMatch(step -> step instanceof Directive d && Arrays.asList(directives).contains(d.word()));
    }

    /** Whether the client says this. */
    boolean clientSays(String line) {
        byte[] octets = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return steps.stream().anyMatch(step -> step instanceof ClientLine client && Arrays.equals(client.octets(), octets));
    }

    /** How many octets the server sends before the client begins its first transaction, or at all if it does not. */
    int octetsBeforeMail() {
        int octets = 0;
        for (Step step : steps) {
            if (step instanceof ServerLine server) {
                octets += server.octets().length;
            } else if (step instanceof ClientLine client && new String(client.octets(), StandardCharsets.ISO_8859_1)
                    .contains(" FROM:")) {
                return octets;
            }
        }
        return octets;
    }

    /** How many lines the server sends. */
    int serverLines() {
        return (int) steps.stream().filter(step -> step instanceof ServerLine).count();
    }

    /** Whether the server line of this number, counted from 1, is the last of those that arrive together. */
    boolean endsBatch(int serverLine) {
        int lines = 0;
        for (Step step : steps) {
            if (step instanceof ServerLine) {
                lines++;
            } else if (lines == serverLine) {
                return true;
            }
        }
        return lines == serverLine;
    }

    /** How many octets the server sends. */
    int serverOctets() {
        return steps.stream().mapToInt(step -> step instanceof ServerLine server ? server.octets().length : 0).sum();
    }

    /** For each mail how many octets the client has sent when the server may accept it; -1 when that never happens. */
    long[] commitPoints() {
        long[] points = new long[mails.size()];
        Arrays.fill(points, -1);
        long position = 0;
        long due = -1;
        int mail = -1;
        for (Step step : steps) {
            if (!(step instanceof ClientLine client)) {
                continue;
            }
            position += client.octets().length;
            String line = new String(client.octets(), StandardCharsets.ISO_8859_1);
            Matcher last = LAST_CHUNK.matcher(line);
            if (line.matches("(MAIL|SEND|SOML|SAML) FROM:(?s:.*)")) {
                mail++;
            } else if (last.matches()) {
                due = position + Long.parseLong(last.group(1));
            }
            if (line.equals(".\r\n") || due >= 0 && position >= due) {
                points[mail] = position;
                due = -1;
            }
        }
        return points;
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class Parser {
        private final List<String> options = new ArrayList<>();
        private final List<Mail> mails = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private int mail = -1;
        private int bodyPosition;

        void line(int number, String line) {
            if (line.isBlank() || line.startsWith("#")) {
                return;
            }
            String rest = line.length() > 2 ? line.substring(3) : "";
            if (line.startsWith("S:")) {
                steps.add(new ServerLine(number, octets(rest)));
            } else if (line.startsWith("C:") || line.startsWith("+:")) {
                boolean follows = !steps.isEmpty() && steps.get(steps.size() - 1) instanceof ClientLine;
                if (follows != line.startsWith("+:")) {
                    throw new IllegalArgumentException("C: stands behind a server line, +: behind a client line");
                }
                if (line.contains(" FROM:")) {
                    mail++;
                    bodyPosition = 0;
                }
                steps.add(new ClientLine(number, octets(rest)));
            } else if (line.startsWith("!")) {
                String[] words = line.substring(1).split(" ", 2);
                if (!DIRECTIVES.contains(words[0])) {
                    throw new IllegalArgumentException("no such directive");
                }
                steps.add(new Directive(number, words[0], words.length > 1 ? words[1] : ""));
            } else {
                header(line);
            }
        }

        private void header(String line) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches() || !steps.isEmpty()) {
                throw new IllegalArgumentException("neither a header nor a line of the conversation");
            }
            switch (header.group(1)) {
                case "options" -> options.addAll(List.of(header.group(2).split(" ")));
                case "from" -> mails.add(new Mail(header.group(2)));
                default -> mails.get(mails.size() - 1).header(header.group(1), header.group(2));
            }
        }

        private byte[] octets(String text) {
            Matcher part = BODY_PART.matcher(text);
            if (part.matches()) {
                int from = bodyPosition;
                bodyPosition += Integer.parseInt(part.group(1));
                return Arrays.copyOfRange(mails.get(mail).body(), from, bodyPosition);
            }
            if (text.startsWith("<") && text.endsWith(">")) {
                return Octets.of(text.substring(1, text.length() - 1));
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes(Octets.of(text));
            line.write('\r');
            line.write('\n');
            return line.toByteArray();
        }
    }
}
