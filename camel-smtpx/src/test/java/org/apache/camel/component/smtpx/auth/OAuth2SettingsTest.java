/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OAuth2SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "https://login.example.com/token", "HTTPS://login.example.com:8443/token?tenant=1", "http://localhost/token",
            "http://127.0.0.1:8080/token", "http://[::1]:8080/token" })
    void takesHttpsAndThisHostItself(String endpoint) {
        assertThat(settings(endpoint).tokenEndpoint()).isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "http://login.example.com/token", "http://localhost.example.com/token", "http://127.0.0.1.example.com/token",
            "http://10.0.0.1/token", "ftp://login.example.com/token", "https:///token", "/token", "mailto:a@example.com",
            "https://user:canary@login.example.com/token", "https://login.example.com/token#x" })
    void refusesAnEndpointThatWouldShowTheSecret(String endpoint) {
        assertThatThrownBy(() -> settings(endpoint)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenEndpoint must be an https URI").message().doesNotContain("canary");
    }

    @Test
    void refusesWhatIsMissingOrEmpty() {
        URI endpoint = URI.create("https://login.example.com/token");

        assertThatThrownBy(() -> OAuth2Settings.clientCredentials(endpoint, "", "s")).hasMessage("clientId is empty");
        assertThatThrownBy(() -> OAuth2Settings.clientCredentials(endpoint, "id", "")).hasMessage("clientSecret is empty");
        assertThatThrownBy(() -> OAuth2Settings.refreshToken(endpoint, "id", null, "")).hasMessage("refreshToken is empty");
        assertThatThrownBy(() -> OAuth2Settings.clientCredentials(endpoint, "id", null))
                .hasMessage("the client-credentials grant needs a clientSecret");
        assertThatThrownBy(() -> settings("https://h/").withParameter("scope", "x")).hasMessage("scope has its own setting");
    }

    @Test
    void showsNoSecret() {
        OAuth2Settings settings
                = OAuth2Settings.refreshToken(URI.create("https://h:1/token?k=canary"), "canary", "canary", "canary")
                        .withParameter("assertion", "canary").withScope("canary");

        assertThat(settings).hasToString("OAuth2Settings[https://h:1/token, clientSecret=***, refreshToken=***]");
    }

    private static OAuth2Settings settings(String endpoint) {
        return OAuth2Settings.clientCredentials(URI.create(endpoint), "id", "secret");
    }
}
