/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Sends mail through a Camel route and shows what became of it. See {@link Options#USAGE}. */
public final class Quickstart {

    private final Options options;
    private final Path home;
    private final Console console;

    private Quickstart(Options options, Path home, Console console) {
        this.options = options;
        this.home = home;
        this.console = console;
    }

    /** Exits with 0 when all went as it should, 1 when it did not, 2 when it could not begin. */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        Console console = Console.ofThisProcess();
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                console.out().println(Options.USAGE);
                return 0;
            }
            return new Quickstart(options, Path.of(System.getProperty("quickstart.home", ".")), console).send() ? 0 : 1;
        } catch (IllegalArgumentException | IOException e) {
            console.err().println("quickstart: " + e.getMessage());
            return 2;
        }
    }

    private boolean send() throws IOException {
        Path folder = options.folder();
        Corpus corpus
                = folder != null ? Corpus.of(folder) : Corpus.of(home.resolve("mails")).staged(home.resolve("target/mails"));
        List<Draft> drafts = folder != null ? List.of() : Draft.ALL;
        String host = options.host();
        return host != null ? sendTo(host, corpus, drafts) : sendToEmbeddedServer(corpus, drafts);
    }

    /** To a server of which nothing is known: good is what was delivered. */
    private boolean sendTo(String host, Corpus corpus, List<Draft> drafts) throws IOException {
        Target target = Target.of(host, options);
        target.reach();
        Report report = report(corpus, drafts);
        report.begin("camel-smtpx quickstart: to " + target);
        report.end(new Courier(target, corpus, drafts).send(report, UnaryOperator.identity()));
        boolean allDelivered = report.deliveries().stream().flatMap(delivery -> delivery.recipients().stream())
                .allMatch(recipient -> recipient.fate() == Delivery.Fate.DELIVERED);
        return report.missing().isEmpty() && allDelivered;
    }

    private boolean sendToEmbeddedServer(Corpus corpus, List<Draft> drafts) throws IOException {
        MailStore store = new MailStore(home.resolve("target/stored"));
        Report report = report(corpus, drafts);
        List<String> differences = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(store)) {
            Target target = Target.of(server);
            report.begin("camel-smtpx quickstart: to an embedded SMTP server at " + target);
            report.end(new Courier(target, corpus, drafts).send(report, delivery -> measured(delivery, store)));
            differences.addAll(server.troubles());
        }
        Verification verification = Verification.of(corpus, drafts, report.deliveries(), store);
        differences.addAll(verification.differences());
        report.verdict(verification.verdict(), differences);
        return report.missing().isEmpty() && differences.isEmpty();
    }

    /** Only the server knows how large a composed message became. */
    private static Delivery measured(Delivery delivery, MailStore store) {
        StoredMail mail = Verification.stored(delivery, store);
        return delivery.octets() >= 0 || mail == null ? delivery : delivery.withOctets(mail.size());
    }

    private Report report(Corpus corpus, List<Draft> drafts) {
        return new Report(
                console.out(), console.style(),
                Stream.concat(corpus.names().stream(), drafts.stream().map(Draft::name)).toList());
    }
}
