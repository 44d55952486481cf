/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.camelsmtpx.examples.kit.Arguments;
import io.github.camelsmtpx.examples.kit.MailServer;
import io.github.camelsmtpx.examples.kit.Table;
import io.github.camelsmtpx.examples.kit.Terminal;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.SendPlan;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/** Sends mails through a route and prints the outcome for each recipient. See {@link #USAGE}. */
public final class Quickstart {

    private static final String USAGE = """
            usage: run.sh [folder] [--host NAME [--port NUMBER] --from ADDRESS --to ADDRESS[,ADDRESS]...]

            Sends every .eml file of the folder (without one: the mails of the example, and three that are composed)
            through a Camel route, and prints the outcome for each recipient.

              --host NAME    your SMTP server instead of the one that the example starts; nothing is compared then
              --port NUMBER  its port (25)
              --from ADDRESS the sender; needed with --host
              --to ADDRESS   the recipients, with commas between them; needed with --host

            Exit code: 0 all is as it should be; 1 it is not, see the last lines; 2 it could not begin.""";

    private static final int WARM_UP = 10;
    private static final List<String> KNOWN = List.of("host", "port", "from", "to");

    private final Terminal terminal = Terminal.ofThisProcess();
    private final Table table = new Table(terminal);
    private final List<String> differences = new ArrayList<>();
    private final @Nullable Inbox inbox;

    private Quickstart(@Nullable Inbox inbox) {
        this.inbox = inbox;
    }

    /** Exits as {@link #USAGE} says. */
    public static void main(String... words) {
        int code = 2;
        try {
            code = run(words) ? 0 : 1;
        } catch (Exception e) {
            System.err.println("quickstart: " + e.getMessage());
        }
        System.exit(code);
    }

    private static boolean run(String... words) throws Exception {
        if (Arrays.asList(words).contains("--help")) {
            System.out.println(USAGE);
            return true;
        }
        Path home = Path.of(System.getProperty("example.home", "."));
        boolean own = words.length > 0 && !words[0].startsWith("-");
        List<Mail> mails = own ? Mail.files(Path.of(words[0])) : Mail.ofTheExample(home);
        Arguments arguments = new Arguments(KNOWN, Arrays.copyOfRange(words, own ? 1 : 0, words.length));
        if (arguments.has("from") != arguments.has("host") || arguments.has("to") != arguments.has("host")) {
            throw new IllegalArgumentException("--host needs --from and --to, and they need --host");
        }
        if (arguments.has("host")) {
            String server = arguments.text("host", "") + ":" + arguments.number("port", 25);
            connect(arguments.text("host", ""), arguments.number("port", 25));
            return new Quickstart(null).send(new MailRoute(server, arguments.text("from", ""), arguments.text("to", "")),
                    server,
                    mails);
        }
        Inbox inbox = new Inbox(home.resolve("target/stored"));
        try (MailServer server = MailServer.start(Duration.ZERO, inbox)) {
            Quickstart quickstart = new Quickstart(inbox);
            boolean good = quickstart.send(
                    new MailRoute(
                            server.address(), "quickstart@example.com", "ada@example.org,gone@example.org,full@example.org"),
                    server.address(), mails);
            server.violations().forEach(violation -> quickstart.terminal.verdict(false, violation));
            return good && server.violations().isEmpty();
        }
    }

    /** So that a wrong address is one clear line. */
    private static void connect(String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new IOException("cannot reach " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private boolean send(MailRoute route, String server, List<Mail> mails) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(route);
        main.start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            terminal.out().println("camel-smtpx quickstart: to an SMTP server at " + server);
            if (inbox != null) {
                warmUp(template, mails, inbox);
            }
            table.head();
            for (Mail mail : mails) {
                long start = System.nanoTime();
                Exchange sent = template.send(mail.route(), mail::fill);
                show(mail, sent, Duration.ofNanos(System.nanoTime() - start));
            }
            table.end();
        } finally {
            main.stop();
        }
        return judge();
    }

    /** The first mails take longer, since they load classes and connect. */
    private void warmUp(ProducerTemplate template, List<Mail> mails, Inbox received) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP; i++) {
            Mail mail = mails.get(i % 2 == 0 ? 0 : mails.size() - 1);
            template.send(mail.route(), mail::fill);
        }
        received.clear();
        terminal.out().printf(Locale.ROOT, "%d mails before these, to load classes and to connect: %.1f s%n%n", WARM_UP,
                (System.nanoTime() - start) / 1e9);
    }

    private void show(Mail mail, Exchange sent, Duration time) throws IOException {
        Outcome outcome = sent.getMessage().getHeader(SmtpxConstants.OUTCOME, Outcome.class);
        if (outcome == null) {
            table.message(mail.name(), mail.octets(), "-", time);
            String reason = sent.getException() == null ? "no outcome" : String.valueOf(sent.getException().getMessage());
            table.recipient("-", "FAILED", reason);
            differences.add(mail.name() + ": " + reason);
            return;
        }
        long stored = inbox == null ? mail.octets() : inbox.compare(mail, outcome);
        String plan = outcome.via().plan();
        table.message(mail.name(), stored, plan == null ? "-" : plan, time);
        if (plan != null) {
            table.explain(plan, why(SendPlan.valueOf(plan)));
        }
        for (RecipientResult result : outcome.results()) {
            table.recipient(result.recipient().address().toString(), result.fate().name(),
                    result.reply() == null ? String.valueOf(result.detail()) : result.reply().toString());
            if (inbox == null && result.fate() != RecipientResult.Fate.DELIVERED) {
                differences.add(mail.name() + ": " + result);
            }
        }
    }

    private static String why(SendPlan plan) {
        return switch (plan) {
            case ONE_FLIGHT -> "one round trip: the server is proven, it accepted many messages without a loss";
            case HELD ->
                "two round trips: the last octets wait until the server is proven (1,000 messages, 50 with maxConnections=1)";
            case GATED -> "two round trips: a message of more than 64 KiB waits for the replies to the envelope";
            case DATA_GROUP -> "two round trips: the server offers no CHUNKING, or is not proven and the connection was idle";
            case LOCK_STEP -> "one command at a time: the server offers no PIPELINING";
        };
    }

    private boolean judge() {
        if (inbox != null) {
            differences.addAll(inbox.differences());
        }
        differences.forEach(difference -> terminal.verdict(false, difference));
        if (differences.isEmpty() && inbox != null) {
            terminal.verdict(true, inbox.verdict());
        }
        return differences.isEmpty();
    }
}
