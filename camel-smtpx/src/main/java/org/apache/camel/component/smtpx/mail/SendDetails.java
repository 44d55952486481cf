/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The server of a send, TLS, the plan and the times. Immutable.
 *
 * @param host        the server as configured, or the path of its Unix socket; the last one tried
 * @param port        0 for a Unix socket
 * @param tlsProtocol such as {@code TLSv1.3}; {@code null} without TLS
 * @param cipherSuite {@code null} without TLS
 * @param plan        the name of the {@link SendPlan}; {@code null} if no transaction began
 * @param dropped     the requested parameters that were left out, since the server does not offer them
 * @param waited      the total time that the message waited for a connection
 * @param took        the total time of its transactions
 * @param transcript  the last lines of the connection, redacted, if the send failed and they are kept
 * @param warnings    changes that were made so that the message could be sent, and content that may break on the way
 * @param retryAfter  the time before which another attempt is pointless, since the server limits this client or the
 *                    login pause lasts; {@code null} if neither was the reason
 * @param tried       the servers of the list that were tried before this one, each with the reason why it is not used
 */
public record SendDetails(String host, int port, @Nullable String tlsProtocol, @Nullable String cipherSuite,
        @Nullable String plan,
        List<String> dropped, Duration waited, Duration took, List<String> transcript, List<String> warnings,
        @Nullable Duration retryAfter, List<String> tried) {

    public SendDetails {
        dropped = List.copyOf(dropped);
        transcript = List.copyOf(transcript);
        warnings = List.copyOf(warnings);
        tried = List.copyOf(tried);
    }

    /** The details of a send that has not begun. */
    public static SendDetails of(String host, int port) {
        return new SendDetails(
                host, port, null, null, null, List.of(), Duration.ZERO, Duration.ZERO, List.of(), List.of(),
                null, List.of());
    }

    public SendDetails withTls(String protocol, String cipher) {
        return new SendDetails(
                host, port, protocol, cipher, plan, dropped, waited, took, transcript, warnings, retryAfter, tried);
    }

    public SendDetails withPlan(@Nullable String name, List<String> left) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, name, left, waited, took, transcript, warnings, retryAfter, tried);
    }

    public SendDetails withTimes(Duration wait, Duration work) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, plan, dropped, wait, work, transcript, warnings, retryAfter, tried);
    }

    public SendDetails withTranscript(List<String> lines) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, lines, warnings, retryAfter, tried);
    }

    public SendDetails withWarnings(List<String> texts) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, transcript, texts, retryAfter, tried);
    }

    public SendDetails withRetryAfter(@Nullable Duration time) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, transcript, warnings, time, tried);
    }

    public SendDetails withTried(List<String> before) {
        return new SendDetails(
                host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, transcript, warnings, retryAfter,
                before);
    }

    /**
     * Its form in JSON: server, TLS, plan, dropped parameters, warnings, servers tried before, and times in
     * milliseconds; no transcript.
     */
    @JsonValue
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("server", server());
        if (tlsProtocol != null) {
            map.put("tls", tlsProtocol);
        }
        if (plan != null) {
            map.put("plan", plan);
        }
        if (!dropped.isEmpty()) {
            map.put("dropped", dropped);
        }
        if (!warnings.isEmpty()) {
            map.put("warnings", warnings);
        }
        Duration after = retryAfter;
        if (after != null) {
            map.put("retryAfterMillis", after.toMillis());
        }
        if (!tried.isEmpty()) {
            map.put("tried", tried);
        }
        map.put("waitedMillis", waited.toMillis());
        map.put("tookMillis", took.toMillis());
        return map;
    }

    /** Host and port: {@code mx.example.org:25}, an IPv6 address in brackets; the path alone of a Unix socket. */
    public String server() {
        if (port == 0) {
            return host;
        }
        return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
    }
}
