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
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.SmtpxEndpoint;
import org.apache.camel.component.smtpx.sasl.Credentials;

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

    private final List<String> said = new ArrayList<>();
    private final PrintStream out = System.out;

    private TalkativeRun() {
    }

    /** @param args the file for what was said in AUTH */
    public static void main(String[] args) throws Exception {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.ALL);
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        TalkativeRun run = new TalkativeRun();
        for (String mechanism : MECHANISMS) {
            for (boolean well : new boolean[] { true, false }) {
                run.login(mechanism, well);
            }
        }
        Files.write(Path.of(args[0]), run.said);
        System.exit(0);
    }

    private void login(String mechanism, boolean well) throws Exception {
        SaslLogin login = new SaslLogin(
                USER, well ? PASSWORD : "another", TestCertificate.GOOD.certificate(),
                well ? TOKEN : "another");
        boolean token = mechanism.equals("XOAUTH2") || mechanism.equals("OAUTHBEARER");
        String secret = token ? "accessToken=" + TOKEN : "password=RAW(" + PASSWORD + ")";
        try (ScriptedServer server = new ScriptedServer(
                new MailService().startTls(TestCertificate.GOOD.server()).offersUnderTls("AUTH " + mechanism, "PIPELINING")
                        .login(login));
             MailRoute route = new MailRoute(
                     server, "debug=true&sslContextParameters=#tls&username=" + USER + "&" + secret
                             + "&oauthClientSecret=canary-client&oauthRefreshToken=canary-refresh")
                     .bind("tls", TestCertificate.trusting())) {
            Exchange exchange = route.send("hello");
            out.println("== " + mechanism + " " + well + " " + (exchange.getException() == null));
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
            List<String> heard = server.session().heard();
            int from = 0;
            while (from < heard.size() && !heard.get(from).startsWith("AUTH")) {
                from++;
            }
            for (String line : heard.subList(from, heard.size())) {
                if (line.startsWith("EHLO") || line.equals("QUIT")) {
                    break;
                }
                said.add(line.substring(line.lastIndexOf(' ') + 1));
            }
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
                "-Dorg.slf4j.simpleLogger.log.org.apache.camel.component.smtpx=trace",
                "-cp", System.getProperty("java.class.path"), TalkativeRun.class.getName(), spoken.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int exit = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (exit != 0) {
            throw new AssertionError("it ended with " + exit + ": " + text.substring(Math.max(0, text.length() - 2000)));
        }
        return text;
    }
}
