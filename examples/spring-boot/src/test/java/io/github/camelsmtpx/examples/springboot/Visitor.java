/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelsmtpx.examples.kit.Ledger;
import io.github.camelsmtpx.examples.kit.Maildir;
import io.github.camelsmtpx.examples.kit.Terminal;
import io.github.camelsmtpx.examples.kit.Terminal.Colour;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service: shows what it answers, and checks that against the mail server's ledger. */
public final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Terminal terminal = Terminal.ofThisProcess();
    private final Map<String, String> outcomes = new TreeMap<>();
    private final Map<String, Integer> fates = new TreeMap<>(
            Map.of("DELIVERED", 0, "REJECTED", 0, "FAILED", 0, "UNKNOWN", 0));
    private final String service;
    private boolean good = true;

    private Visitor(String service) {
        this.service = service;
    }

    /** {@code SERVICE LEDGER MAILBOXES PID}; exits with 0 when all was as it should be, 1 when not. */
    public static void main(String... words) throws Exception {
        System.exit(new Visitor(words[0]).visit(Path.of(words[1]), Path.of(words[2]), Long.parseLong(words[3])) ? 0 : 1);
    }

    private boolean visit(Path ledger, Path mailboxes, long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        awaitStart(process);
        attach(new Maildir(mailboxes).box("files@example.org"));
        post(200, """
                {"recipients": ["Ada <ada@example.org>", "gone-bob@example.org", "full-cy@example.net"],
                 "subject": "Your invoice", "body": "It is attached.\\n",
                 "attachments": [{"name": "invoice.txt", "type": "text/plain", "content": "NDIgZXVyb3MK"}]}""");
        post(200,
                """
                        {"recipients": ["<grace@example.org", "Müller, Bob <bob@example.org>", "joe@example.org"], "subject": "Hello"}""");
        post(422, "{\"recipients\": [\"gone-bob@example.org\"], \"subject\": \"Hello\", \"body\": \"Anybody there?\"}");
        post(503, "{\"recipients\": [\"full-cy@example.net\"], \"subject\": \"Hello\", \"body\": \"Anybody there?\"}");
        post(504, "{\"recipients\": [\"lost-eve@example.org\"], \"subject\": \"Hello\", \"body\": \"Anybody there?\"}");
        post(422, "{\"recipients\": [], \"subject\": \"To nobody\"}");
        look();
        leave(process);
        check(ledger);
        return good;
    }

    private void awaitStart(ProcessHandle process) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (get("/actuator/health").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("the service did not start", e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void post(int expected, String mail) throws Exception {
        terminal.out().println(terminal.paint(Colour.BOLD, "POST /mails ") + mail);
        HttpResponse<String> answer = client.send(request(mail), HttpResponse.BodyHandlers.ofString());
        JsonNode heard = json.readTree(answer.body());
        terminal.out().println(terminal.paint(Colour.BOLD, answer.statusCode() + " ") + heard.path("messageId").asString("")
                               + heard.path("error").asString(""));
        heard.path("recipients").forEach(one -> terminal.out().println("    " + one));
        remember(answer.body());
        say(answer.statusCode() == expected, "the status is " + expected);
        terminal.out().println();
    }

    /** Two files of one name, of 10 MB each. */
    private void attach(Path box) throws Exception {
        byte[] first = new byte[10 << 20];
        byte[] second = new byte[10 << 20];
        new Random(1).nextBytes(first);
        new Random(2).nextBytes(second);
        String file = "{\"name\": \"rates.bin\", \"type\": \"application/octet-stream\", \"content\": \"%s\"}";
        Base64.Encoder base64 = Base64.getEncoder();
        HttpResponse<String> answer = client.send(request(
                "{\"recipients\": [\"files@example.org\"], \"subject\": \"Two files\", \"attachments\": ["
                                                          + file.formatted(base64.encodeToString(first)) + ","
                                                          + file.formatted(base64.encodeToString(second)) + "]}"),
                HttpResponse.BodyHandlers.ofString());
        remember(answer.body());
        boolean whole = false;
        try (Stream<Path> mails = Files.list(box)) {
            MimeMessage mail = new MimeMessage(null, Files.newInputStream(mails.findFirst().orElseThrow()));
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            whole = parts.getCount() == 3 && isFile(parts.getBodyPart(1), first) && isFile(parts.getBodyPart(2), second);
        }
        terminal.out().println(terminal.paint(Colour.BOLD, "POST /mails ") + "with two files of 10 MB, both named rates.bin");
        say(answer.statusCode() == 200 && whole, "both files are in the mail, octet for octet");
        terminal.out().println();
    }

    private static boolean isFile(BodyPart part, byte[] content) throws Exception {
        return "rates.bin".equals(part.getFileName()) && Arrays.equals(content, part.getInputStream().readAllBytes());
    }

    /** Health and metrics, as an operator sees them. */
    private void look() throws Exception {
        JsonNode health = json.readTree(get("/actuator/health").body());
        JsonNode checks = health.path("components").path("camelHealth").path("details");
        List<String> server = checks.propertyNames().stream()
                .filter(name -> name.startsWith("producer:smtpx") && !name.endsWith(".data")).toList();
        terminal.out().println(terminal.paint(Colour.BOLD, "GET /actuator/health ") + health.path("status").asString());
        server.forEach(name -> terminal.out().println("    " + name + ": " + checks.path(name).asString()));
        say(health.path("status").asString().equals("UP") && server.size() == 1,
                "the health of the service includes that of the mail server");
        List<String> meters = new ArrayList<>();
        json.readTree(get("/actuator/metrics").body()).path("names").forEach(name -> meters.add(name.asString()));
        terminal.out().println(terminal.paint(Colour.BOLD, "GET /actuator/metrics ") + meters.size() + " meters, of mail: "
                               + meters.stream().filter(name -> name.startsWith("camel.smtpx.")).toList());
        Map<String, Integer> metered = new TreeMap<>();
        for (String fate : fates.keySet()) {
            metered.put(fate, recipients(fate));
        }
        terminal.out().println("    camel.smtpx.recipients by fate: " + metered);
        say(metered.equals(fates), "the meters count the recipients as the answers did");
        terminal.out().println();
    }

    private int recipients(String fate) throws IOException, InterruptedException {
        String path = "/actuator/metrics/camel.smtpx.recipients?tag=fate:" + fate.toLowerCase(Locale.ROOT);
        return json.readTree(get(path).body()).path("measurements").path(0).path("value").asInt(-1);
    }

    /** Asks the service to end (SIGTERM) while many mails are under way. */
    private void leave(ProcessHandle process) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(client.sendAsync(request("{\"recipients\": [\"large@example.org\"], \"subject\": \"Large\", \"body\": \""
                                             + "x".repeat(20 << 20) + "\"}"),
                HttpResponse.BodyHandlers.ofString()));
        for (int i = 0; i < MANY; i++) {
            answers.add(client.sendAsync(
                    request("{\"recipients\": [\"reader-" + i + "@example.org\"], \"subject\": \"News\", \"body\": \"None.\"}"),
                    HttpResponse.BodyHandlers.ofString()));
        }
        answers.get(MANY / 10).handle((answer, error) -> process.destroy()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        int answered = 0;
        int turnedAway = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> got = answer.handle((response, error) -> response).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (got == null) {
                turnedAway++;
            } else {
                answered++;
                remember(got.body());
            }
        }
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        say(answered > 0, "stopped with SIGTERM under load: " + answered + " mails had their answer, " + turnedAway
                          + " requests came too late and were turned away");
    }

    private void check(Path ledger) throws IOException {
        Map<String, Integer> copies = Ledger.copies(ledger);
        long delivered = outcomes.values().stream().filter("DELIVERED"::equals).count();
        say(outcomes.entrySet().stream().allMatch(entry -> switch (entry.getValue()) {
            case "DELIVERED" -> copies.getOrDefault(entry.getKey(), 0) == 1;
            case "UNKNOWN" -> true;
            default -> !copies.containsKey(entry.getKey());
        }), "the mail server's ledger agrees: " + delivered + " delivered, one copy each, and none to those refused");
        say(copies.keySet().stream().allMatch(outcomes::containsKey), "nobody has a mail that the service said nothing of");
    }

    private void remember(String answer) {
        json.readTree(answer).path("recipients").forEach(one -> {
            String outcome = one.path("fate").asString();
            outcomes.put(one.path("address").asString(), outcome);
            // A malformed recipient never reached the component.
            fates.merge(outcome, one.has("stage") ? 1 : 0, Integer::sum);
        });
    }

    private void say(boolean holds, String text) {
        terminal.verdict(holds, text);
        good &= holds;
    }

    private HttpRequest request(String mail) {
        return HttpRequest.newBuilder(URI.create(service + "/mails")).header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(mail)).build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(service + path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
