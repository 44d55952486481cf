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
 * The way a send took.
 *
 * @param host        the server, by the name it was configured with; the last one tried
 * @param tlsProtocol such as {@code TLSv1.3}; {@code null} if nothing was encrypted
 * @param cipherSuite {@code null} if nothing was encrypted
 * @param plan        the name of the plan by which commands were grouped; {@code null} if it never came to that
 * @param dropped     the parameters that were asked for and left out, since the server does not offer them
 * @param waited      how long the message waited for a connection, all in all
 * @param took        how long its transactions took, all in all
 * @param transcript  the last lines of the connection, when the send failed and they are kept; secrets are not in it
 * @param warnings    what was changed so that the message could be sent, or may break on the way
 */
public record SendDetails(String host, int port, @Nullable String tlsProtocol, @Nullable String cipherSuite,
        @Nullable String plan,
        List<String> dropped, Duration waited, Duration took, List<String> transcript, List<String> warnings) {

    public SendDetails {
        dropped = List.copyOf(dropped);
        transcript = List.copyOf(transcript);
        warnings = List.copyOf(warnings);
    }

    /** A server to which nothing was sent yet. */
    public static SendDetails of(String host, int port) {
        return new SendDetails(host, port, null, null, null, List.of(), Duration.ZERO, Duration.ZERO, List.of(), List.of());
    }

    public SendDetails withTls(String protocol, String cipher) {
        return new SendDetails(host, port, protocol, cipher, plan, dropped, waited, took, transcript, warnings);
    }

    public SendDetails withPlan(@Nullable String name, List<String> left) {
        return new SendDetails(host, port, tlsProtocol, cipherSuite, name, left, waited, took, transcript, warnings);
    }

    public SendDetails withTimes(Duration wait, Duration work) {
        return new SendDetails(host, port, tlsProtocol, cipherSuite, plan, dropped, wait, work, transcript, warnings);
    }

    public SendDetails withTranscript(List<String> lines) {
        return new SendDetails(host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, lines, warnings);
    }

    public SendDetails withWarnings(List<String> texts) {
        return new SendDetails(host, port, tlsProtocol, cipherSuite, plan, dropped, waited, took, transcript, texts);
    }

    /** Its form in JSON: server, TLS, plan, dropped parameters, warnings and times in milliseconds; no transcript. */
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
        map.put("waitedMillis", waited.toMillis());
        map.put("tookMillis", took.toMillis());
        return map;
    }

    /** Host and port: {@code mx.example.org:25}, an IPv6 address in brackets. */
    public String server() {
        return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
    }
}
