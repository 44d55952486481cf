/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Runs Camel for as long as there is mail. */
final class Courier {

    /** The component answers within its deadlines; this is for the case that it does not. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Target target;
    private final Corpus corpus;
    private final List<Draft> drafts;

    Courier(Target target, Corpus corpus, List<Draft> drafts) {
        this.target = target;
        this.corpus = corpus;
        this.drafts = drafts;
    }

    /**
     * Sends everything, reports each message as its outcome comes in; returns how long it took, Camel's start and stop
     * not counted.
     */
    Duration send(Report report, UnaryOperator<Delivery> completed) throws IOException {
        MailRoute route = new MailRoute(target, corpus.folder(), drafts, delivery -> report.add(completed.apply(delivery)));
        Main main = new Main();
        main.configure().addRoutesBuilder(route);
        try {
            main.start();
            long start = System.nanoTime();
            try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
                report.await(corpus.names().size(), PATIENCE);
                for (Draft draft : drafts) {
                    route.send(draft, template);
                }
            }
            return Duration.ofNanos(System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (RuntimeException e) {
            throw new IOException("the routes did not start: " + e.getMessage(), e);
        } finally {
            main.stop();
        }
    }
}
