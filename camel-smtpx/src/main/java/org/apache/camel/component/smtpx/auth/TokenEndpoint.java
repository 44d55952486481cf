/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

import org.apache.camel.component.smtpx.auth.OAuth2Settings.ClientAuthentication;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.jspecify.annotations.Nullable;

/** Asks a token endpoint once (RFC 6749 §4.4.2, §6). One deadline covers the whole exchange, the body too. */
final class TokenEndpoint {

    static final int LONGEST_ANSWER = 64 * 1024;

    private final OAuth2Settings settings;
    private final TokenHttp http;
    private final Duration timeout;
    private final Clock clock;

    TokenEndpoint(OAuth2Settings settings, TokenHttp http, Duration timeout, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * @param  refreshToken    the refresh token in use; null for the client-credentials grant
     * @throws OAuth2Exception if there is no token to be had
     */
    TokenResponse ask(@Nullable String refreshToken) throws OAuth2Exception, InterruptedException {
        HttpRequest request = request(refreshToken);
        long end = System.nanoTime() + timeout.toNanos();
        TokenHttp.Use use = begin();
        try {
            HttpResponse<byte[]> response;
            try {
                response = exchange(use.client(), request, end);
            } catch (ExecutionException e) {
                if (!isConnectionLost(e.getCause())) {
                    throw e;
                }
                response = exchange(use.client(), request, end);
            }
            return response(response, refreshToken);
        } catch (TimeoutException e) {
            throw new OAuth2Exception(named("no answer within " + timeout.toMillis() + " ms"), 0, null);
        } catch (ExecutionException e) {
            // Not as the cause: it may quote raw octets of the server
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = cause.getMessage() == null ? "" : ": " + shown(cause.getMessage(), refreshToken);
            throw new OAuth2Exception(named(cause.getClass().getSimpleName() + message), 0, null);
        } finally {
            use.end().run();
        }
    }

    private TokenHttp.Use begin() throws OAuth2Exception, InterruptedException {
        try {
            return http.begin();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            OAuth2Exception failure = new OAuth2Exception(named("TLS cannot be set up: " + e.getMessage()), 0, null);
            failure.initCause(e);
            throw failure;
        }
    }

    private static HttpResponse<byte[]> exchange(HttpClient client, HttpRequest request, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> exchange
                = client.sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
        try {
            return exchange.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Whether a kept connection turned out to be dead: it ended before the server answered. */
    private static boolean isConnectionLost(@Nullable Throwable failure) {
        return failure instanceof IOException && !(failure instanceof ConnectException)
                && !(failure instanceof ProtocolException)
                && !(failure instanceof HttpTimeoutException) && !(failure instanceof SSLException)
                && !(failure instanceof BoundedBody.TooLongException);
    }

    private HttpRequest request(@Nullable String refreshToken) {
        Map<String, String> form = new LinkedHashMap<>(settings.parameters());
        form.put("grant_type", refreshToken == null ? "client_credentials" : "refresh_token");
        if (refreshToken != null) {
            form.put("refresh_token", refreshToken);
        }
        if (settings.scope() != null) {
            form.put("scope", settings.scope());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.tokenEndpoint())
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded");
        String secret = settings.clientSecret();
        if (secret != null && settings.clientAuthentication() == ClientAuthentication.BASIC) {
            String pair = encoded(settings.clientId()) + ":" + encoded(secret);
            request.header("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            form.put("client_id", settings.clientId());
            if (secret != null) {
                form.put("client_secret", secret);
            }
        }
        String body = form.entrySet().stream().map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return request.POST(BodyPublishers.ofString(body)).build();
    }

    private TokenResponse response(HttpResponse<byte[]> response, @Nullable String refreshToken) throws OAuth2Exception {
        String error = null;
        String description = null;
        try {
            TokenJson json = TokenJson.parse(response.body());
            error = shown(json.text("error"), refreshToken);
            description = shown(json.text("error_description"), refreshToken);
        } catch (TokenJson.MalformedException e) {
            description = "with a body that is " + e.getMessage();
        }
        if (response.statusCode() == 200 && error == null) {
            try {
                return TokenResponse.parse(response.body());
            } catch (OAuth2Exception e) {
                throw new OAuth2Exception(named(String.valueOf(e.getMessage())), 200, null);
            }
        }
        String why = (error == null ? "" : " " + error) + (description == null ? "" : ": " + description);
        throw new OAuth2Exception(
                named("answered " + response.statusCode() + why), response.statusCode(), error, retryAfter(response));
    }

    /** Seconds or a date (RFC 9110, section 10.2.3); negative if the server did not say. */
    private long retryAfter(HttpResponse<byte[]> response) {
        String value = response.headers().firstValue("Retry-After").map(String::strip).orElse("");
        if (value.matches("[0-9]{1,9}")) {
            return Long.parseLong(value);
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(0, Duration.between(clock.instant(), date.toInstant()).toSeconds());
        } catch (DateTimeParseException e) {
            return -1;
        }
    }

    /** A text with words of the server, without what it may have quoted of ours. */
    private @Nullable String shown(@Nullable String text, @Nullable String refreshToken) {
        if (text == null) {
            return null;
        }
        Secrets ours = new Secrets();
        for (String secret : new String[] { settings.clientSecret(), settings.refreshToken(), refreshToken }) {
            if (secret != null) {
                ours.addCredential(secret);
            }
        }
        settings.parameters().values().forEach(ours::addCredential);
        if (settings.clientSecret() != null) {
            ours.addCredential(encoded(settings.clientId()) + ":" + encoded(settings.clientSecret()));
        }
        return Printable.line(ours.redact(text));
    }

    private String named(String what) {
        return "token endpoint " + settings.shownEndpoint() + ": " + what;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
