/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.component.smtpx.mail.Stage;

/**
 * A program that sends over TLS to unusual names, which a file of hosts resolves: the host is in the URI, looked up,
 * and matched against the certificate.
 */
final class HostNames {

    private static final String INSIDE = "my_host.example.test";
    private static final String ABSOLUTE = "mx.example.test.";
    private static final String SHARP_S = "fa\u00DF.example.test";

    private HostNames() {
    }

    /** Runs this in a virtual machine of its own, since that reads the file of hosts once. */
    static String run(Path folder) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("names"), List.of(
                "127.0.0.1 localhost", "127.0.0.1 " + INSIDE, "127.0.0.1 " + ABSOLUTE, "127.0.0.1 xn--fa-hia.example.test",
                "127.0.0.1 my_host.elsewhere.test"));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + file, "-Dorg.apache.camel.jmx.disabled=true",
                "-cp", System.getProperty("java.class.path"), HostNames.class.getName()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "ended with " + process.waitFor();
    }

    public static void main(String[] args) throws Exception {
        for (String options : List.of("", "&ssl=true", "&synchronous=true")) {
            for (String host : List.of(INSIDE, ABSOLUTE, SHARP_S)) {
                delivered(host, options);
            }
            refused("my_host.elsewhere.test", options);
        }
        System.exit(0);
    }

    private static ScriptedServer server(String options) throws Exception {
        MailService service = new MailService();
        return new ScriptedServer(
                options.contains("ssl=true")
                        ? service.implicitTls(TestCertificate.WILDCARD.server())
                        : service.startTls(TestCertificate.WILDCARD.server()));
    }

    private static void delivered(String host, String options) throws Exception {
        try (ScriptedServer server = server(options);
             MailRoute route = new MailRoute(host + ":" + server.port(), "sslContextParameters=#tls" + options)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
            System.out.println("delivered to " + host + options);
        }
    }

    private static void refused(String host, String options) throws Exception {
        try (ScriptedServer server = server(options);
             MailRoute route = new MailRoute(host + ":" + server.port(), "sslContextParameters=#tls" + options)
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            System.out.println(route.failed(Stage.TLS).getMessage() + options);
        }
    }
}
