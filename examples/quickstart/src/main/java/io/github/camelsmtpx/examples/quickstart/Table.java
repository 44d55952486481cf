/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays deliveries out as lines: one for the message, one below it for each recipient. Never wider than {@link #WIDTH}
 * columns.
 */
final class Table {

    static final int WIDTH = 110;

    private static final int SIZE = 9;
    private static final int PLAN = 10;
    private static final int TIME = 11;
    private static final int NAME = WIDTH - SIZE - PLAN - TIME - 6;
    private static final int RECIPIENT = 40;
    private static final int OUTCOME = 9;
    private static final int REPLY = WIDTH - RECIPIENT - OUTCOME - 8;

    private final Style style;

    Table(Style style) {
        this.style = style;
    }

    List<String> head() {
        return List.of(
                style.bold(message("Message", "Size", "Plan", "Time")),
                style.bold("    " + left("Recipient", RECIPIENT) + "  " + left("Outcome", OUTCOME) + "  Reply"),
                rule());
    }

    List<String> rows(Delivery delivery) {
        List<String> lines = new ArrayList<>();
        lines.add(message(delivery.message(), size(delivery.octets()), delivery.plan(), time(delivery.time())));
        for (Delivery.ToRecipient recipient : delivery.recipients()) {
            lines.add(row(recipient));
        }
        return lines;
    }

    String rule() {
        return style.paint(Style.Colour.GREY, style.rule(WIDTH));
    }

    /** A decimal size of at most nine columns. */
    static String size(long octets) {
        if (octets < 0) {
            return "-";
        }
        if (octets < 1000) {
            return octets + " B";
        }
        double scaled = octets;
        int unit = -1;
        while (scaled >= 999.95) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", scaled, "kMGTPE".charAt(unit));
    }

    static String time(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private String row(Delivery.ToRecipient recipient) {
        String mark = switch (recipient.fate()) {
            case DELIVERED -> style.paint(Style.Colour.GREEN, style.good());
            case REJECTED, FAILED -> style.paint(colour(recipient), style.bad());
            case UNKNOWN -> style.paint(colour(recipient), style.unsure());
        };
        String outcome = left(recipient.fate().name().toLowerCase(Locale.ROOT), OUTCOME);
        return "  " + mark + " " + left(recipient.address(), RECIPIENT) + "  " + style.paint(colour(recipient), outcome) + "  "
               + Columns.cut(recipient.reply(), REPLY, style.ellipsis());
    }

    /** Yellow is what may go better another time. */
    private static Style.Colour colour(Delivery.ToRecipient recipient) {
        return switch (recipient.fate()) {
            case DELIVERED -> Style.Colour.GREEN;
            case UNKNOWN -> Style.Colour.YELLOW;
            case REJECTED, FAILED -> recipient.reply().startsWith("4") ? Style.Colour.YELLOW : Style.Colour.RED;
        };
    }

    private String message(String name, String size, String plan, String time) {
        return left(name, NAME) + "  " + Columns.right(size, SIZE, style.ellipsis()) + "  " + left(plan, PLAN) + "  "
               + Columns.right(time, TIME, style.ellipsis());
    }

    private String left(String text, int columns) {
        return Columns.left(text, columns, style.ellipsis());
    }
}
