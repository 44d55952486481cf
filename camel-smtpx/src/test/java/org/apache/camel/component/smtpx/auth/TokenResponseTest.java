/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenResponseTest {

    @Test
    void readsTheExampleOfRfc6749() throws Exception {
        TokenResponse response
                = parse("{\"access_token\":\"2YotnFZFEjr1zCsicMWpAA\",\"token_type\":\"bearer\",\"expires_in\":3600,"
                        + "\"refresh_token\":\"tGzv3JOkF0XG5Qx2TlKWIA\",\"example_parameter\":\"example_value\"}");

        assertThat(response).isEqualTo(new TokenResponse("2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", 3600));
        assertThat(response).hasToString("TokenResponse[accessToken=***, refreshToken=***, expiresIn=3600]");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
            "3599, 3599", "'\"3599\"', 3599", "3599.9, 3599", "0, 0", "-5, 0", "1e400, 86400", "99999999999999999999, 86400",
            "null, -1" })
    void readsALifetimeAndTrustsNoMoreThanADay(String expiresIn, long seconds) throws Exception {
        assertThat(parse("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}").expiresIn()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | the answer has no access_token",
            "{\"access_token\":\"\"} | the answer has no access_token",
            "{\"access_token\":123} | the answer has no access_token",
            "{\"access_token\":[\"canary\"]} | the answer has no access_token",
            "{\"access_token\":\"canary\",\"token_type\":\"mac\"} | the answer's token_type is not Bearer",
            "{\"access_token\":\"canary\",\"expires_in\":\"soon\"} | the answer's expires_in is not a number",
            "{\"access_token\":\"canary\\r\\nRSET\"} | the answer's access_token is unfit: accessToken contains a line end",
            "{\"access_token\":\"canary\\u0001\"} | the answer's access_token is unfit: accessToken contains a character that is not printable US-ASCII",
            "canary | the answer is not a JSON object at character 0" })
    void refusesWhatIsNoTokenAndQuotesNothing(String body, String message) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(OAuth2Exception.class).hasMessage(message);
    }

    private static TokenResponse parse(String text) throws OAuth2Exception {
        return TokenResponse.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
