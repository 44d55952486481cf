/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.dsn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelsmtpx.examples.kit.MailServer;
import io.github.camelsmtpx.examples.kit.Maildir;
import io.github.camelsmtpx.examples.kit.Terminal;
import io.github.camelsmtpx.examples.kit.Terminal.Colour;
import org.apache.camel.main.Main;

/** Sends contracts, hears what became of them, and says so. See README.md. */
public final class Dsn {

    private static final long PATIENCE_MILLIS = 20_000;

    /** Whom each contract goes to, and what the example's server is to say of it later. */
    private static final List<Map<String, List<String>>> CONTRACTS = List.of(
            Map.of("ada@example.org", List.of("delivered 2.0.0")),
            Map.of("bounce-bob@example.org", List.of("failed 5.2.1"), "cy@example.net", List.of("delivered 2.0.0")),
            Map.of("slow-eve@example.org", List.of("delayed 4.4.1", "delivered 2.0.0")),
            Map.of("gone-dan@example.org", List.of(), "quiet-fay@example.org", List.of()));

    private final Terminal terminal = Terminal.ofThisProcess();
    private final Book book = new Book();

    private Dsn() {
    }

    /** Exits with 0 when every notification came and found its mail, 1 when not, 2 when it could not begin. */
    public static void main(String... words) {
        int code = 2;
        try {
            code = new Dsn().run(Path.of(System.getProperty("example.home", "."), "target", "mailboxes")) ? 0 : 1;
        } catch (Exception e) {
            System.err.println("dsn: " + e.getMessage());
        }
        System.exit(code);
    }

    private boolean run(Path folder) throws Exception {
        Maildir maildir = new Maildir(folder);
        Path mailbox = Files.createDirectories(maildir.box(ContractRoutes.SENDER));
        try (var old = Files.newDirectoryStream(mailbox, "*.eml")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        Main main = new Main();
        try (MailServer server = MailServer.start(Duration.ZERO, maildir)) {
            terminal.out()
                    .println("Contracts go to an SMTP server at " + server.address() + "; notifications come to " + mailbox);
            main.configure().addRoutesBuilder(new ContractRoutes(server.address(), mailbox, book));
            main.start();
            for (int i = 0; i < CONTRACTS.size(); i++) {
                List<String> parties = CONTRACTS.get(i).keySet().stream().sorted().toList();
                main.getCamelTemplate().sendBodyAndHeaders("direct:contract", "Please read and sign.\n",
                        Map.of("number", i + 1, "parties", parties));
            }
            book.await(CONTRACTS.stream().flatMap(contract -> contract.values().stream()).mapToInt(List::size).sum(),
                    PATIENCE_MILLIS);
        } finally {
            main.stop();
        }
        return report();
    }

    private boolean report() {
        List<String> wrong = new ArrayList<>();
        terminal.out().printf("%n%-12s %-24s %-48s %s%n%s%n", "Mail", "Recipient", "When it was sent", "Heard later",
                terminal.rule(112));
        book.entries().forEach((mail, entry) -> {
            List<String> heard = entry.heard();
            terminal.out().printf("%-12s %-24s %-48s %s%n", mail.envelopeId(), mail.recipient(), entry.outcome(),
                    heard.isEmpty() ? terminal.paint(Colour.GREY, "nothing") : String.join(", then ", heard));
            int number = Integer.parseInt(mail.envelopeId().replaceAll("\\D", ""));
            if (!heard.equals(CONTRACTS.get(number - 1).get(mail.recipient()))) {
                wrong.add(mail + " should have heard " + CONTRACTS.get(number - 1).get(mail.recipient()));
            }
        });
        book.strays().forEach(stray -> wrong.add("a notification belongs to no mail: " + stray));
        terminal.out().println(terminal.rule(112));
        wrong.forEach(line -> terminal.verdict(false, line));
        if (wrong.isEmpty()) {
            terminal.verdict(true, "every notification found its mail, and nothing else came");
        }
        return wrong.isEmpty();
    }
}
