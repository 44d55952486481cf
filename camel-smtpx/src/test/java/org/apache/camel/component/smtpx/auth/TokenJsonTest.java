/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenJsonTest {

    @Test
    void readsTextsAndNumbersOfTheTopLevel() throws Exception {
        TokenJson json = parse(" {\r\n\t\"a\" : \"b\", \"n\":3600 , \"x\":-1.5e+3,\"\":\"\",\"deep\":{\"a\":\"no\"},\"e\":{},"
                               + "\"list\":[1,\"a\",[],{\"a\":null}],\"t\":true,\"f\":false,\"z\":null} ");

        assertThat(json.text("a")).isEqualTo("b");
        assertThat(json.text("")).isEmpty();
        assertThat(json.number("n").longValue()).isEqualTo(3600);
        assertThat(json.number("x").doubleValue()).isEqualTo(-1500);
        assertThat(json.text("n")).isNull();
        assertThat(json.number("a")).isNull();
        assertThat(json.text("t")).isNull();
        assertThat(json.text("missing")).isNull();
    }

    @Test
    void readsEscapesAndUtf8() throws Exception {
        assertThat(parse("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDD11é🔑\"}").text("a"))
                .isEqualTo("\"\\/\b\f\n\r\té🔑é🔑");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "null", "[]", "\"canary\"", "{", "{\"canary", "{\"canary\"", "{\"canary\":", "{\"canary\":1",
            "{\"canary\":1,", "{canary:1}", "{'canary':1}", "{\"canary\":1}x", "{\"canary\":1}{}", "{\"canary\":+1}",
            "{\"canary\":.5}", "{\"canary\":1.}", "{\"canary\":1e}", "{\"canary\":-}", "{\"canary\":0x1}", "{\"canary\":NaN}",
            "{\"canary\":tru}", "{\"canary\":\"\\", "{\"canary\":1}\0", "{/**/}" })
    void refusesWhatIsNotOneObjectAndQuotesNothing(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(TokenJson.MalformedException.class).hasNoCause().message()
                .doesNotContain("canary");
    }

    @Test
    void aByteOrderMarkIsIgnored() throws Exception {
        assertThat(parse("\uFEFF{\"a\":\"b\"}").text("a")).isEqualTo("b");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatThrownBy(() -> TokenJson.parse("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(TokenJson.MalformedException.class).hasMessage("not UTF-8");
    }

    @Test
    void depthDoesNotBurstTheStack() throws Exception {
        assertThat(parse("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"b\":\"c\"}").text("b")).isEqualTo("c");
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(1 << 16))).isInstanceOf(TokenJson.MalformedException.class);
    }

    private static TokenJson parse(String text) throws TokenJson.MalformedException {
        return TokenJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
