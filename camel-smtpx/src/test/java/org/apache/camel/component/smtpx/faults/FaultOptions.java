/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** The command line of {@link FaultClient}. */
record FaultOptions(String host, int port, int messages, int recipients, long seed, Path report, Path manifest,
        Map<String, String> endpoint, int concurrency, int attempts, int redeliveries, boolean retryUnknown,
        boolean waiting, @Nullable Path ca) {

    static final String USAGE = """
            usage: fault-client --port PORT --report FILE --manifest FILE [options]
              --host HOST              server (127.0.0.1)
              --messages N             messages to send (200)
              --recipients N           recipients of each (2)
              --seed N                 of sizes, contents and names (1)
              --concurrency N          messages under way at once (48)
              --attempts N             sends of a message while a recipient is FAILED (6)
              --redeliveries N         redeliveries by Camel's error handler inside each attempt (0)
              --retry-unknown          send again to UNKNOWN recipients too
              --waiting                a thread for each message, which waits for it
              --lmtp                   the server speaks LMTP: each recipient has a final reply of its own
              --ca FILE                trust this certificate (PEM); TLS is required then
              --endpoint-options TEXT  appended to the URI: chunking=never&maxInFlight=16""";

    private static final Set<String> FLAGS = Set.of("--retry-unknown", "--waiting", "--lmtp");

    /** What the URI holds unless told otherwise: waits a little shorter than a server that stalls for two seconds. */
    private static final Map<String, String> ENDPOINT = Map.of(
            "raw", "true", "skipBad", "true", "hello", "client.test", "timeout", "1500", "finalTimeout", "3000",
            "connectTimeout", "1500", "acquireTimeout", "60000", "loginPause", "0", "oneFlight", "auto");

    static FaultOptions parse(String... args) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(List.of(args));
        while (!words.isEmpty()) {
            String name = words.remove(0);
            boolean flag = FLAGS.contains(name);
            if (!name.startsWith("--") || !flag && words.isEmpty()) {
                throw new IllegalArgumentException("not understood: " + name);
            }
            given.put(name.substring(2), flag ? "true" : words.remove(0));
        }
        String ca = given.remove("ca");
        Map<String, String> endpoint = new TreeMap<>(ENDPOINT);
        if (ca != null) {
            endpoint.put("sslContextParameters", "#ca");
        }
        if (given.remove("lmtp") != null) {
            endpoint.put("protocol", "lmtp");
        }
        endpoint(endpoint, given.remove("endpoint-options"));
        FaultOptions options = new FaultOptions(
                text(given, "host", "127.0.0.1"), number(given, "port", -1), number(given, "messages", 200),
                number(given, "recipients", 2), number(given, "seed", 1), Path.of(text(given, "report", "")),
                Path.of(text(given, "manifest", "")), endpoint, number(given, "concurrency", 48),
                number(given, "attempts", 6), number(given, "redeliveries", 0), given.remove("retry-unknown") != null,
                given.remove("waiting") != null, ca == null ? null : Path.of(ca));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + given.keySet());
        }
        if (options.port < 1 || options.report.toString().isEmpty() || options.manifest.toString().isEmpty()) {
            throw new IllegalArgumentException("--port, --report and --manifest are needed");
        }
        return options;
    }

    private static void endpoint(Map<String, String> endpoint, @Nullable String given) {
        for (String option : given == null ? new String[0] : given.split("[?&]", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                endpoint.put(option.substring(0, equals), option.substring(equals + 1));
            } else if (!option.isBlank()) {
                throw new IllegalArgumentException("not an endpoint option: " + option);
            }
        }
        if (!endpoint.get("skipBad").equals("true")) {
            endpoint.remove("failOnPartial");
        }
    }

    private static String text(Map<String, String> given, String name, String standard) {
        String value = given.remove(name);
        return value == null ? standard : value;
    }

    private static int number(Map<String, String> given, String name, int standard) {
        return Integer.parseInt(text(given, name, Integer.toString(standard)));
    }

    /** The endpoint's URI. */
    String uri() {
        StringBuilder uri = new StringBuilder("smtpx:").append(host).append(':').append(port);
        char separator = '?';
        for (Map.Entry<String, String> option : endpoint.entrySet()) {
            uri.append(separator).append(option.getKey()).append('=').append(option.getValue());
            separator = '&';
        }
        return uri.toString();
    }
}
