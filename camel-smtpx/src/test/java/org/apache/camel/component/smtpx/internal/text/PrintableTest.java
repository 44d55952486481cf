/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

import java.util.Locale;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTest {

    /** Every control, format, separator, surrogate and private character of Unicode, one after the other. */
    @Test
    void escapesEveryCharacterThatCannotBeSeen() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String shown = Printable.clean("a" + Character.toString(c) + "b", false);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                    assertThat(shown).isEqualTo("a" + escape(c) + "b");
                default -> assertThat(shown).isIn("a" + Character.toString(c) + "b", "a" + escape(c) + "b");
            }
        }
    }

    private static String escape(int c) {
        return c < 0x10000 ? String.format(Locale.ROOT, "\\u%04X", c) : String.format(Locale.ROOT, "\\u{%X}", c);
    }

    @ParameterizedTest
    @ValueSource(ints = {
            0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028,
            0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0041, 0xE007F,
            0xE0100 })
    void escapesCharactersThatHideOrTurnText(int c) {
        assertThat(Printable.line("a" + Character.toString(c) + "b")).isEqualTo("a" + escape(c) + "b");
        assertThat(Printable.clean("a" + Character.toString(c) + "b", true)).isEqualTo("a" + escape(c) + "b");
    }

    @Test
    void leavesTextThatCanBeSeen() {
        String text = "Gr\u00FC\u00DFe, \u4F60\u597D, \u0639\u0631\u0628\u064A, \uD83D\uDE00";
        assertThat(Printable.line(text)).isEqualTo(text);
        assertThat(Printable.clean("a\tb", true)).isEqualTo("a\tb");
        assertThat(Printable.clean("a\tb", false)).isEqualTo("a\\u0009b");
    }

    @Test
    void cutsBetweenCharactersAndEscapes() {
        assertThat(Printable.line("abc", 3)).isEqualTo("abc");
        assertThat(Printable.line("abcd", 3)).isEqualTo("abc...");
        assertThat(Printable.line("ab\uD83D\uDE00", 3)).isEqualTo("ab...");
        assertThat(Printable.line("ab\u202Ec", 6)).isEqualTo("ab...");
        assertThat(Printable.line("ab\u202Ec", 8)).isEqualTo("ab\\u202E...");
    }

    @Property(tries = 500)
    void aLineIsCappedAndHasNothingUnseen(@ForAll String text) {
        String line = Printable.line(text, 50);
        assertThat(line).hasSizeLessThanOrEqualTo(53);
        assertThat(Printable.clean(line, false)).isEqualTo(line);
        assertThat(line.codePoints()).noneMatch(c -> Character.getType(c) == Character.FORMAT || Character.isISOControl(c));
    }
}
