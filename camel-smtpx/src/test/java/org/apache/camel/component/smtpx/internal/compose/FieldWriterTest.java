/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Fields by their syntax: encoded-words only in phrases, comments and unstructured text (RFC 2047, section 5). */
class FieldWriterTest {

    private final List<String> warnings = new ArrayList<>();
    private final FieldWriter writer = new FieldWriter(warnings);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "List-Id | München <muc.x.example> | =?UTF-8?B?TcO8bmNoZW4=?= <muc.x.example>",
            "list-id | \"The list\" <l.x.example> | \"The list\" <l.x.example>",
            "List-Id | <l.x.example> | <l.x.example>",
            "Keywords | München, two words,Köln | =?UTF-8?B?TcO8bmNoZW4=?=, two words, =?UTF-8?B?S8O2bG4=?=",
            "Sender | Jörg <joerg@x.example> | =?UTF-8?B?SsO2cmc=?= <joerg@x.example>",
            "Disposition-Notification-To | ann@bücher.example | ann@xn--bcher-kva.example",
            "List-Unsubscribe | <https://x.example/ü?a=ß> | <https://x.example/%C3%BC?a=%C3%9F>",
            "List-Unsubscribe | <https://bücher.example/a b>,<mailto:jörg@x.example> | <https://xn--bcher-kva.example/a%20b>,"
                                                                                                  + " <mailto:j%C3%B6rg@x.example>",
            "List-Help | <https://x.example> (für alle) | <https://x.example> (=?UTF-8?B?ZsO8ciBhbGxl?=)",
            "List-Post | NO | NO",
            "Comments | für alle | =?UTF-8?B?ZsO8ciBhbGxl?=",
            "References | <1@x.example> <ü@x.example> <2@x.example> | <1@x.example> <2@x.example>",
            "Importance | high | high" })
    void anEncodedWordIsWhereItMayBe(String name, String value, String written) {
        assertThat(writer.write(name, value).replace("\r\n", "")).isEqualTo(written);
    }

    @Test
    void aValueThatCannotBeEncodedIsRefused() {
        for (String name : List.of("Importance", "Auto-Submitted", "List-Unsubscribe-Post", "List-Unsubscribe")) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(name, "grün")).withMessageContaining(name);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> writer.write("List-Id", "x <mün.x.example>"))
                .withMessageContaining("List-Id");
    }

    @Test
    void aSenderThatIsNoAddressIsLeftOutWithAWarning() {
        assertThat(writer.write("Sender", "no address")).isNull();
        assertThat(warnings).singleElement().asString().contains("Sender");
    }

    @Test
    void aMessageIdentifierThatIsNoneIsLeftOut() {
        assertThat(writer.write("In-Reply-To", "<ü@x.example>")).isNull();
        assertThat(warnings).singleElement().asString().contains("In-Reply-To");
    }

    @Test
    void anAddressThatNeedsSmtpUtf8IsKnown() {
        writer.write("Sender", "Jörg <jörg@x.example>");
        assertThat(writer.utf8Address()).isEqualTo("jörg@x.example");
    }

    @ParameterizedTest
    @ValueSource(strings = { "<", "(", "<(", "\u00E9", "<\u00E9>,", "\"", "a," })
    void aMillionCharactersTakeLinearTime(String piece) {
        String value = piece.repeat(1_000_000 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String name : List.of("List-Unsubscribe", "Content-Location", "Keywords", "List-Id", "Comments", "Sender")) {
                try {
                    writer.write(name, value);
                } catch (IllegalArgumentException e) {
                    assertThat(e.getMessage()).hasSizeLessThan(1000);
                }
            }
        });
    }

    @Test
    void aLongListOfUrisIsFolded() {
        String value
                = ("<https://x.example/" + "u".repeat(60) + ">,").repeat(30) + "<https://x.example/" + "u".repeat(3000) + ">";
        String written = writer.write("List-Unsubscribe", value);
        assertThat(written.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(998);
        assertThat(written.lines().limit(30).mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(98);
        assertThat(written.replaceAll("\\s", "")).isEqualTo(value);
    }
}
