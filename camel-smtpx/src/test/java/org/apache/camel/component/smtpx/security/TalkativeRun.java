/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxEndpoint;
import org.apache.camel.component.smtpx.auth.Credentials;

/**
 * Logs in with every mechanism, well and badly, with every logger at its most talkative (but Camel's core at DEBUG: at
 * TRACE it shows the options of any endpoint), and shows everything that shows itself: a program of its own, so that no
 * other test has set a logger up. What was said in AUTH goes to a file.
 */
final class TalkativeRun {

    static final String USER = "canary-user";
    static final String PASSWORD = "canary-pa55w0rd";
    static final String TOKEN = "canary-t0ken";
    static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256",
            "SCRAM-SHA-512", "SCRAM-SHA-256-PLUS", "XOAUTH2", "OAUTHBEARER");

    /** JMX logs heavily for each MBean; a logger without a strong reference loses its level. */
    private static final Logger JMX_ITSELF = Logger.getLogger("javax.management");

    private final List<String> said = new ArrayList<>();
    private final PrintStream out = System.out;

    private TalkativeRun() {
    }

    /** What the server does with a login. */
    enum Server {
        TAKES,
        REFUSES,
        /** Refuses in a reply that has everything it heard. */
        QUOTES,
        /** Sends back the line it heard instead of a reply. */
        REPEATS;

        void end(ServerSession session, boolean good, String secret) throws IOException {
            List<String> heard = session.heard();
            String last = heard.get(heard.size() - 1);
            switch (this) {
                case QUOTES -> {
                    List<String> reply = new ArrayList<>();
                    for (String line : login(heard)) {
                        reply.add("535-5.7.8 you said " + line);
                        reply.add("535-5.7.8 that is " + SaslLogin.decode(line));
                    }
                    reply.add("535 5.7.8 by " + secret);
                    session.say(reply.toArray(String[]::new));
                }
                case REPEATS -> session.say(last);
                default -> session.say(good ? "235 2.7.0 welcome" : "535 5.7.8 no");
            }
        }
    }

    /** What was said in base64 during AUTH. */
    private static List<String> login(List<String> heard) {
        List<String> said = new ArrayList<>();
        for (int i = heard.size() - 1; i >= 0; i--) {
            String line = heard.get(i);
            boolean command = line.startsWith("AUTH ");
            String base64 = command ? line.substring(5).replaceAll("^[^ ]+ ?", "") : line;
            if (!base64.isEmpty() && !base64.equals("=") && !base64.equals("*")) {
                said.add(0, base64);
            }
            if (command) {
                break;
            }
        }
        return said;
    }

    /** @param args the file for what was said in AUTH */
    public static void main(String[] args) throws Exception {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.ALL);
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        JMX_ITSELF.setLevel(Level.OFF);
        TalkativeRun run = new TalkativeRun();
        for (String mechanism : MECHANISMS) {
            for (Server kind : Server.values()) {
                run.login(mechanism, kind);
            }
        }
        run.warnings();
        Files.write(Path.of(args[0]), run.said);
        System.exit(0);
    }

    /** Two mails each to a server without TLS: what is told of that is told once. */
    private void warnings() throws Exception {
        for (String options : List.of("starttls=never&authMechanisms=CRAM-MD5", "allowCleartextAuth=true",
                "starttls=never&hostnameVerification=false")) {
            try (ScriptedServer server = new ScriptedServer(
                    new MailService().offers("AUTH PLAIN CRAM-MD5").login(new SaslLogin(USER, PASSWORD, null)));
                 MailRoute route = new MailRoute(
                         server, options + "&username=" + USER + "&password=RAW(" + PASSWORD + ")"
                                 + (options.contains("hostname") ? "&authMechanisms=CRAM-MD5" : ""))) {
                route.send("hello");
                route.delivered();
                route.send("hello");
                route.delivered();
            }
        }
    }

    private void login(String mechanism, Server kind) throws Exception {
        boolean token = mechanism.equals("XOAUTH2") || mechanism.equals("OAUTHBEARER");
        boolean known = kind != Server.REFUSES;
        SaslLogin login = new SaslLogin(
                USER, known ? PASSWORD : "another", TestCertificate.GOOD.certificate(),
                known ? TOKEN : "another").ending((session, good) -> kind.end(session, good, token ? TOKEN : PASSWORD))
                .report("{\"status\":\"invalid_token\",\"token\":\"" + TOKEN + "\"}");
        String secret = token ? "accessToken=" + TOKEN : "password=RAW(" + PASSWORD + ")";
        try (ScriptedServer server = new ScriptedServer(
                new MailService().startTls(TestCertificate.GOOD.server()).offersUnderTls("AUTH " + mechanism, "PIPELINING")
                        .login(login));
             MailRoute route = new MailRoute(
                     server, "debug=true&sslContextParameters=#tls&username=" + USER + "&" + secret
                             + "&oauthClientSecret=canary-client&oauthRefreshToken=canary-refresh")
                     .bind("tls", TestCertificate.trusting())) {
            ManagementView.watch(route.context);
            Exchange exchange = route.send("hello");
            out.println("== " + mechanism + " " + kind + " " + (exchange.getException() == null));
            if (exchange.getException() != null) {
                show(exchange.getException());
            }
            out.println(exchange.getMessage().getHeaders());
            for (Endpoint endpoint : route.context.getEndpoints()) {
                out.println(endpoint);
                if (endpoint instanceof SmtpxEndpoint smtpx) {
                    out.println(smtpx.getConfiguration() + " " + smtpx.getServiceUrl() + " " + smtpx.getServiceMetadata());
                }
            }
            out.println(new Credentials(USER, PASSWORD, TOKEN, null));
            for (ServerSession session : server.sessions()) {
                said.addAll(login(session.heard().stream().takeWhile(line -> !line.startsWith("MAIL"))
                        .filter(line -> !line.startsWith("EHLO") && !line.equals("QUIT") && !line.startsWith("<")).toList()));
            }
            new ManagementView(route.context, out).show();
        }
    }

    private void show(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        out.println(trace);
    }

    /** Runs this in a virtual machine of its own and gives back all that it showed. */
    static String shown(Path spoken) throws IOException, InterruptedException {
        Path output = Files.createTempFile(Path.of("target"), "talkative", ".log");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace", "-Dorg.slf4j.simpleLogger.log.org.apache.camel=debug",
                "-Dorg.slf4j.simpleLogger.log.org.apache.camel.management=info",
                "-Dorg.slf4j.simpleLogger.log.org.apache.camel.component.smtpx=trace",
                "-cp", System.getProperty("java.class.path"), TalkativeRun.class.getName(), spoken.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean over = process.waitFor(5, TimeUnit.MINUTES);
        int exit = over ? process.exitValue() : process.destroyForcibly().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (exit != 0) {
            throw new AssertionError("it ended with " + exit + ": " + text.substring(Math.max(0, text.length() - 2000)));
        }
        return text;
    }
}
