/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

/** How output may look: with characters beyond ASCII or not, with colours or not. */
record Style(boolean unicode, boolean colours) {

    /** SGR colour numbers of ECMA-48. */
    enum Colour {
        RED(31),
        GREEN(32),
        YELLOW(33),
        GREY(90);

        private final int number;

        Colour(int number) {
            this.number = number;
        }
    }

    String paint(Colour colour, String text) {
        return colours ? "\033[" + colour.number + "m" + text + "\033[0m" : text;
    }

    String bold(String text) {
        return colours ? "\033[1m" + text + "\033[0m" : text;
    }

    String rule(int columns) {
        return (unicode ? "─" : "-").repeat(columns);
    }

    String ellipsis() {
        return unicode ? "…" : "~";
    }

    /** One column. */
    String good() {
        return unicode ? "✓" : "+";
    }

    /** One column. */
    String bad() {
        return unicode ? "✗" : "x";
    }

    /** One column. */
    String unsure() {
        return "?";
    }
}
