/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class XtextTest {

    @Test
    void encodesWhatRfc3461Demands() {
        assertThat(Xtext.encode("a b+c=d!~\u007F\r\n")).isEqualTo("a+20b+2Bc+3Dd!~+7F+0D+0A");
        assertThat(Xtext.encode("\u20AC")).isEqualTo("+E2+82+AC");
        assertThat(Xtext.encode("")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Xtext.encode("\uD800"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "+zz", "+4", "+", "a+2b", "a b", "a=b", "a\r\nb", "\u00FC", "\u007F", "+\uFF12\uFF10" })
    void refusesWhatIsNoXtext(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Xtext.check(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Xtext.decode(text));
    }

    @Test
    void refusesOctetsThatAreNoUtf8() {
        assertThatIllegalArgumentException().isThrownBy(() -> Xtext.decode("+FF"));
    }

    @Property(tries = 1000)
    void decodesWhatItEncoded(@ForAll String text) {
        String raw = text.codePoints().filter(c -> Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        String encoded = Xtext.encode(raw);
        assertThatCode(() -> Xtext.check(encoded)).doesNotThrowAnyException();
        assertThat(Xtext.decode(encoded)).isEqualTo(raw);
    }
}
