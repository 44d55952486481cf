/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Where access tokens come from (RFC 6749): with a refresh token that grant (§6), without one the client-credentials
 * grant (§4.4). Immutable; {@code toString} shows no secret.
 *
 * @param tokenEndpoint        {@code https}; {@code http} only to this host itself
 * @param clientId             the client's name there
 * @param clientSecret         the client's secret; null for a public client, which needs a refresh token
 * @param refreshToken         the refresh token; null for the client-credentials grant
 * @param scope                the scope to ask for, names divided by blanks; null for the server's default
 * @param clientAuthentication how the client proves itself
 * @param parameters           more form parameters, as {@code audience}; none of those that the grants define
 */
public record OAuth2Settings(URI tokenEndpoint, String clientId, @Nullable String clientSecret, @Nullable String refreshToken,
        @Nullable String scope, ClientAuthentication clientAuthentication, Map<String, String> parameters) {

    /** How the client's name and secret are sent (RFC 6749 §2.3.1). */
    public enum ClientAuthentication {
        /** As form parameters: what the big mail providers document. */
        BODY,
        /** As HTTP Basic authentication. */
        BASIC
    }

    /** @throws IllegalArgumentException if something is missing or unfit; no secret is shown */
    public OAuth2Settings {
        checkEndpoint(tokenEndpoint);
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId is empty");
        }
        if (clientSecret == null && refreshToken == null) {
            throw new IllegalArgumentException("the client-credentials grant needs a clientSecret");
        }
        if ("".equals(clientSecret) || "".equals(refreshToken)) {
            String name = "".equals(clientSecret) ? "clientSecret" : "refreshToken";
            throw new IllegalArgumentException(name + " is empty");
        }
        for (String name : parameters.keySet()) {
            switch (name) {
                case "grant_type", "client_id", "client_secret", "refresh_token", "scope" ->
                    throw new IllegalArgumentException(name + " has its own setting");
                default -> {
                }
            }
        }
        parameters = Map.copyOf(parameters);
    }

    /** The client-credentials grant. */
    public static OAuth2Settings clientCredentials(URI tokenEndpoint, String clientId, String clientSecret) {
        return new OAuth2Settings(tokenEndpoint, clientId, clientSecret, null, null, ClientAuthentication.BODY, Map.of());
    }

    /** The refresh-token grant; a public client has no secret. */
    public static OAuth2Settings refreshToken(
            URI tokenEndpoint, String clientId, @Nullable String clientSecret, String refreshToken) {
        return new OAuth2Settings(
                tokenEndpoint, clientId, clientSecret, refreshToken, null, ClientAuthentication.BODY, Map.of());
    }

    /** The same with another scope. */
    public OAuth2Settings withScope(@Nullable String other) {
        return new OAuth2Settings(
                tokenEndpoint, clientId, clientSecret, refreshToken, other, clientAuthentication, parameters);
    }

    /** The same with another way for the client to prove itself. */
    public OAuth2Settings withClientAuthentication(ClientAuthentication other) {
        return new OAuth2Settings(tokenEndpoint, clientId, clientSecret, refreshToken, scope, other, parameters);
    }

    /** The same with one more form parameter. */
    public OAuth2Settings withParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new OAuth2Settings(
                tokenEndpoint, clientId, clientSecret, refreshToken, scope, clientAuthentication, more);
    }

    private static void checkEndpoint(URI endpoint) {
        String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
        if (endpoint.getHost() == null || endpoint.getRawUserInfo() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException("tokenEndpoint must be an https URI with a host, no user and no fragment");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(endpoint.getHost()))) {
            throw new IllegalArgumentException("tokenEndpoint must be an https URI");
        }
    }

    /** By its text alone: what a name resolves to can change. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return "OAuth2Settings[" + shownEndpoint() + ", clientSecret=" + (clientSecret == null ? "none" : "***")
               + ", refreshToken=" + (refreshToken == null ? "none" : "***") + "]";
    }

    /** The endpoint without its query. */
    String shownEndpoint() {
        String port = tokenEndpoint.getPort() < 0 ? "" : ":" + tokenEndpoint.getPort();
        return tokenEndpoint.getScheme() + "://" + tokenEndpoint.getHost() + port
               + Printable.line(tokenEndpoint.getRawPath());
    }
}
