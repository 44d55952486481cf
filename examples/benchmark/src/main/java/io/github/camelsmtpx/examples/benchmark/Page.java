/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result as a page of its own: no script, nothing fetched. */
final class Page {

    private static final List<String> COLOURS = List.of("#2a7f62", "#c2703d", "#5b6c9d");
    private static final int LABEL = 230;
    private static final int WIDTH = 560;
    private static final int BAR = 22;

    private final StringBuilder html = new StringBuilder(8192);

    private Page() {
    }

    /** @param machine on which it was measured, and how, in a sentence */
    static String of(Map<Scenario, Map<String, Measurement.Rate>> results, String machine) {
        Page page = new Page();
        page.html
                .append("""
                        <!DOCTYPE html>
                        <html lang="en"><head><meta charset="utf-8"><title>Mails per second</title><style>
                        body { font: 15px/1.5 system-ui, sans-serif; max-width: 920px; margin: 2em auto; padding: 0 1em; color: #222 }
                        h2 { font-size: 1.05em; margin: 1.6em 0 .3em } svg { display: block } text { font: 13px system-ui, sans-serif; fill: #222 }
                        p { color: #555 }
                        </style></head><body><h1>Mails per second</h1>
                        <p>More is better. A bar is the median of the rounds; the thin line goes from the slowest to the fastest.
                        """)
                .append(machine).append("</p>\n");
        results.forEach(page::scenario);
        return page.html.append("</body></html>\n").toString();
    }

    private void scenario(Scenario scenario, Map<String, Measurement.Rate> rates) {
        double most = rates.values().stream().mapToDouble(Measurement.Rate::most).max().orElse(1);
        html.append("<h2>").append(scenario.name()).append("</h2>\n<svg role=\"img\" width=\"").append(LABEL + WIDTH + 70)
                .append("\" height=\"").append(rates.size() * (BAR + 8)).append("\">\n");
        int row = 0;
        for (Map.Entry<String, Measurement.Rate> rate : rates.entrySet()) {
            bar(row++, rate.getKey(), rate.getValue(), WIDTH / Math.max(most, 1e-9));
        }
        html.append("</svg>\n");
    }

    private void bar(int row, String name, Measurement.Rate rate, double scale) {
        int top = row * (BAR + 8);
        int middle = top + BAR / 2;
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABEL - 8, middle + 5, name);
        add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LABEL, top, rate.median() * scale, BAR,
                COLOURS.get(row % COLOURS.size()));
        add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\"/>", LABEL + rate.least() * scale, middle,
                LABEL + rate.most() * scale, middle);
        add("<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n", LABEL + rate.most() * scale + 6, middle + 5, rate.median());
    }

    private void add(String format, Object... values) {
        html.append(String.format(Locale.ROOT, format, values));
    }
}
