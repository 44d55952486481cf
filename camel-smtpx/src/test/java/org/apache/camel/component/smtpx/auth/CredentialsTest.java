/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CredentialsTest {

    @Test
    void showsNothingButWhichPartsAreThere() {
        Credentials c = new Credentials("canary-user", "canary-password", "canary-token", null);

        assertThat(c).hasToString("Credentials[username=***, password=***, accessToken=***, authorizationId=none]");
    }

    @Test
    void takesNamesAndPasswordsOfAllLanguages() {
        Credentials c = Credentials.password("jürgen@例え.jp", "пароль 🔑\twith a tab");

        assertThat(c.username()).isEqualTo("jürgen@例え.jp");
        assertThat(c.password()).isEqualTo("пароль 🔑\twith a tab");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "canary\0", "canary\r\nRSET", "canary\nx", "canary\u0001", "canary\u007F", "canary\uD83D", "\uDD11canary" })
    void refusesAControlCharacterInAUsernameAndNamesTheOption(String username) {
        assertThatThrownBy(() -> Credentials.password(username, "p")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("username contains").message().doesNotContain("canary");
        assertThatThrownBy(() -> new Credentials("u", "p", null, username)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authorizationId contains").message().doesNotContain("canary");
    }

    @Test
    void refusesANulInAPassword() {
        assertThatThrownBy(() -> Credentials.password("u", "canary\0x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("password contains a NUL character");
    }

    @ParameterizedTest
    @ValueSource(strings = { "canary\r\n", "canary\n", "canary\u0001auth=x", "canary x", "canaryé", "\0canary" })
    void refusesAnythingButPrintableAsciiInATokenAndNamesTheOption(String token) {
        assertThatThrownBy(() -> Credentials.token("u", token)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accessToken contains").message().doesNotContain("canary");
    }

    @Test
    void refusesEmptyParts() {
        assertThatThrownBy(() -> Credentials.password("", "p")).hasMessage("username is empty");
        assertThatThrownBy(() -> Credentials.token("u", "")).hasMessage("accessToken is empty");
    }

    @Test
    void takesAnEmptyPassword() {
        assertThat(Credentials.password("u", "").password()).isEmpty();
    }

    @Test
    void isEmptyWithoutAnythingToProveWith() {
        assertThat(Credentials.NONE.isEmpty()).isTrue();
        assertThat(new Credentials(null, null, null, "someone").isEmpty()).isTrue();
        assertThat(Credentials.token("u", "t").isEmpty()).isFalse();
    }

    @Test
    void aFixedSupplierGivesTheSameAgainAlsoAfterARefusal() throws Exception {
        Credentials c = Credentials.password("u", "p");
        CredentialsSupplier supplier = CredentialsSupplier.of(c);

        supplier.rejected(c);

        assertThat(supplier.get()).isSameAs(c);
    }
}
