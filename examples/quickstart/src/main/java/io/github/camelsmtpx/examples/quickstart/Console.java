/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Standard output and error in the charset of the terminal, and what may be done on them. */
record Console(PrintStream out, PrintStream err, Style style) {

    static Console ofThisProcess() {
        Charset charset = charset(System.getProperty("stdout.encoding"), System.getProperty("sun.stdout.encoding"),
                System.getProperty("native.encoding"));
        boolean colours = colours(Boolean.getBoolean("quickstart.terminal"), System.getenv());
        return new Console(
                stream(FileDescriptor.out, charset), stream(FileDescriptor.err, charset),
                new Style(charset.equals(StandardCharsets.UTF_8), colours));
    }

    /** The first name that says something; JDKs differ in which property they set. */
    static Charset charset(@Nullable String... names) {
        for (String name : names) {
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return StandardCharsets.US_ASCII;
    }

    /** Colours on a terminal that knows them, unless the user said no (no-color.org). */
    static boolean colours(boolean terminal, Map<String, String> environment) {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }
}
