/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Standard output in the charset of the terminal, and what may be done on it: colours on a terminal that knows them and
 * never when NO_COLOR is set, characters beyond ASCII only where the charset has them.
 *
 * @param live whether a line may be written over
 */
public record Terminal(PrintStream out, boolean unicode, boolean colours, boolean live) {

    /** SGR numbers of ECMA-48. */
    public enum Colour {
        BOLD(1),
        RED(31),
        GREEN(32),
        YELLOW(33),
        GREY(90);

        private final int number;

        Colour(int number) {
            this.number = number;
        }
    }

    /** That of this process; the property {@code example.terminal} says whether it is one. */
    public static Terminal ofThisProcess() {
        Charset charset = Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding").map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name)).findFirst().map(Charset::forName)
                .orElse(StandardCharsets.US_ASCII);
        boolean live = Boolean.getBoolean("example.terminal")
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                charset.equals(StandardCharsets.UTF_8), live && System.getenv().getOrDefault("NO_COLOR", "").isEmpty(), live);
    }

    public String paint(Colour colour, String text) {
        return colours ? "\033[" + colour.number + "m" + text + "\033[0m" : text;
    }

    public String good() {
        return paint(Colour.GREEN, unicode ? "✓" : "+");
    }

    public String bad() {
        return paint(Colour.RED, unicode ? "✗" : "x");
    }

    /** A line behind a tick or a cross. */
    public void verdict(boolean good, String text) {
        out.println((good ? good() : bad()) + " " + text);
    }

    public String rule(int columns) {
        return (unicode ? "─" : "-").repeat(columns);
    }

    /** A bar of so many columns. */
    public String bar(double share, int columns) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * columns);
        return paint(Colour.GREEN, (unicode ? "█" : "#").repeat(full)) + (unicode ? "░" : ".").repeat(columns - full);
    }

    /** Shows a line that the next one will write over; nothing where lines stay. */
    public void show(String line) {
        if (live) {
            out.print("\r\033[K" + line);
            out.flush();
        }
    }

    /** Takes away what was shown last. */
    public void clear() {
        show("");
    }
}
