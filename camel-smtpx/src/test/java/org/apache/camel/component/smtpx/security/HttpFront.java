/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * What an HTTP consumer of Camel does in front of a mail route: every header and query parameter of a request becomes a
 * header of the exchange unless its strategy filters it, and the body becomes the body.
 */
final class HttpFront implements AutoCloseable {

    private final HttpServer server;
    private final MailRoute route;
    private final HeaderFilterStrategy strategy;

    HttpFront(MailRoute route, HeaderFilterStrategy strategy) throws IOException {
        this.route = route;
        this.strategy = strategy;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/mail", this::handle);
        server.start();
    }

    private void handle(HttpExchange request) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        request.getRequestHeaders().forEach((name, values) -> fields.put(name, values.get(0)));
        String query = request.getRequestURI().getRawQuery();
        for (String pair : query.split("&")) {
            String[] words = pair.split("=", 2);
            fields.put(URLDecoder.decode(words[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(words[1], StandardCharsets.UTF_8));
        }
        String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 500;
        try {
            Exchange mail = route.send(exchange -> {
                exchange.getMessage().setBody(body);
                fields.forEach((name, value) -> {
                    if (!strategy.applyFilterToExternalHeaders(name, value, exchange)) {
                        exchange.getMessage().setHeader(name, value);
                    }
                });
            });
            status = mail.getException() == null ? 200 : 500;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            request.sendResponseHeaders(status, -1);
            request.close();
        }
    }

    /** Posts a body with all of these as headers (where HTTP allows it) and as query parameters; returns the status. */
    int post(String body, Map<String, String> hostile) throws IOException, InterruptedException {
        String query = hostile.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mail?" + query))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        hostile.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host") && name.matches("[A-Za-z0-9.-]+")) {
                request.header(name, value);
            }
        });
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
