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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelsmtpx.examples.kit.Ledger;
import io.github.camelsmtpx.examples.kit.Terminal;
import io.github.camelsmtpx.examples.kit.Terminal.Colour;
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

    /** {@code SERVICE LEDGER PID}; exits with 0 when all was as it should be, 1 when not. */
    public static void main(String... words) throws Exception {
        System.exit(new Visitor(words[0]).visit(Path.of(words[1]), Long.parseLong(words[2])) ? 0 : 1);
    }

    private boolean visit(Path ledger, long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        awaitStart(process);
        post(200, """
                {"recipients": ["Ada <ada@example.org>", "gone-bob@example.org", "full-cy@example.net"],
                 "subject": "Your invoice", "body": "It is attached.\\n",
                 "attachments": [{"name": "invoice.txt", "type": "text/plain", "content": "NDIgZXVyb3MK"}]}""");
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
            String outcome = one.path("outcome").asString();
            outcomes.put(one.path("address").asString(), outcome);
            fates.merge(outcome, 1, Integer::sum);
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
