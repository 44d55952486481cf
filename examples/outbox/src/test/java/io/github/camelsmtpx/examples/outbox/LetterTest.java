/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.outbox;

import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LetterTest {

    @Test
    void isReadFromWhatAnApplicationWrites() {
        Letter letter
                = Letter.parse("{\"id\":\"1\",\"to\":\"ada@example.org\",\"subject\":\"Hello\",\"text\":\"How are you?\"}");
        assertThat(letter).isEqualTo(Letter.of("1", "ada@example.org", "Hello", "How are you?"));
        Letter next = letter.attempt(1, "451");
        assertThat(Letter.parse(next.json())).isEqualTo(next);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {
            "", "hello", "null", "[]", "7", "{}", "{\"id\":\"1\"}", "{\"to\":\"a@example.org\"}",
            "{\"id\":\" \",\"to\":\"a@example.org\"}", "{\"id\":\"1\",\"to\":\"a@example.org\",\"cc\":\"b@example.org\"}",
            "{\"id\":\"1\",\"to\":\"a@example.org\",\"attempt\":-1}",
            "{\"id\":\"1\",\"to\":\"a@example.org\",\"attempt\":1e99}",
            "{\"id\":\"1\",\"to\":\"a@example.org\",\"attempt\":1000000000}",
            "{\"id\":\"1\",\"to\":\"a@example.org\"} {}", "{\"id\":\"1\",\"to\":[\"a@example.org\"]}" })
    void anyOtherRecordIsRefusedWithAReason(String record) {
        assertThatIllegalArgumentException().isThrownBy(() -> Letter.parse(record)).withMessageMatching("(?s).{10,}");
    }

    @Test
    void aWriteToABrokerThatIsDownFails() {
        assertThatThrownBy(() -> Topics.write("127.0.0.1:1", "mails", List.of(new Topics.Entry("1", ""))))
                .isInstanceOf(ExecutionException.class).hasMessageContaining("mails not present in metadata after 5000 ms");
    }
}
