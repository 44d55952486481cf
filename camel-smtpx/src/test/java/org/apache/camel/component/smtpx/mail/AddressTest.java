/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class AddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "ann@b.test | ann@b.test",
            "<ann@b.test> | ann@b.test",
            "Ann <ann@b.test> | ann@b.test",
            "Ann B. Smith <ann@b.test> | ann@b.test",
            "\"Smith, Ann\" <ann@b.test> | ann@b.test",
            "\"Ann \\\"A\\\" Smith\" <ann@b.test> | ann@b.test",
            "M\u00FCller\u00A0Ann <ann@b.test> | ann@b.test",
            "\"<evil@x.test>\" <good@b.test> | good@b.test",
            "ann@b.test (Ann) | ann@b.test",
            "(a (nested \\) one)) ann (x) @ (y) b.test (z) | ann@b.test",
            "< ann@b.test > | ann@b.test",
            "<(c) ann @ b.test (d)> | ann@b.test",
            "\"a<b>c\"@b.test | \"a<b>c\"@b.test",
            "\"a@evil.test x\"@internal.test | \"a@evil.test x\"@internal.test",
            "\"ann\"@b.test | ann@b.test",
            "\"a\\nn\"@b.test | ann@b.test",
            "\"a..b\"@b.test | \"a..b\"@b.test",
            "\"\"@b.test | \"\"@b.test",
            "\"q\\\"\\\\\"@b.test | \"q\\\"\\\\\"@b.test",
            "ann@[127.0.0.1] | ann@[127.0.0.1]",
            "ann@[ipv6:::1] | ann@[IPv6:::1]",
            "ann@[IPv6:2001:db8::192.0.2.1] | ann@[IPv6:2001:db8::192.0.2.1]",
            "ann@[IPv6:1:2:3:4:5:6:7:8] | ann@[IPv6:1:2:3:4:5:6:7:8]",
            "postmaster | postmaster",
            "<postmaster> | postmaster",
            "Post Master <postmaster> | postmaster",
            "ann@a_b.x--y.test | ann@a_b.x--y.test",
            "ann@0 | ann@0",
            "Ann@B.Test | Ann@B.Test",
            "j\u00F6rg@b\u00FCcher.test | j\u00F6rg@b\u00FCcher.test",
            "a\u760D\u760A@b.test | a\u760D\u760A@b.test",
            "Ann [x] <ann@b.test> | ann@b.test",
            "[List] Ann <ann@b.test> | ann@b.test",
            "ann@b.test <ann@b.test> | ann@b.test",
            "ANN@b.test  <ann@b.test> | ann@b.test",
            "ann@b.test via List <list@b.test> | list@b.test",
            "Ann at x@y.test <ann@b.test> | ann@b.test",
            "\tAnn\t<ann@b.test>\t | ann@b.test",
            "\"Ann\tSmith\" <ann@b.test> | ann@b.test" })
    void findsTheMailbox(String text, String expected) {
        assertThat(Address.parse(text)).hasToString(expected).isEqualTo(Address.parse(expected))
                .isEqualTo(Address.exact(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "a@b.test\r\nRCPT TO:<evil@x>", "a@b.test\rDATA", "a@b.test\n", "\na@b.test", "a@b.test\u0000",
            "a\u000B@b.test", "a\u007F@b.test", "a\u0085@b.test", "a\u2028@b.test", "\u2029a@b.test", "a\uD800@b.test",
            "\uDC00a@b.test", "a@b.test\uD83D", "a@b.test\uFFFF", "<a@b.test> NOTIFY=NEVER", "a@b.test> SIZE=1 <x", "a@b.test>",
            "<a@b.test",
            "\"a\r\nb\"@c.test", "\"a\0\"@c.test", "\"a\\\0\"@c.test", "\"a\tb\"@c.test", "\"unclosed@b.test",
            "\"unclosed\\\"@b.test",
            "a@b@c", "a@", "@b", "a b@c.test", "a.b. c@d.test", "\"a\"b@c.test", "a\"b\"@c.test", "\"a\".b@c.test",
            "Name <a@b.test>, x@y.test", "ann@b.test, bob@b.test", "ann@b.test; bob@b.test", "a@b.test,",
            "undisclosed: a@b, c@d;", "undisclosed:;", "<@r1:a@b>", "<@r1,@r2:a@b>", "<<ann@b.test>>", "Ann <Ann <ann@b.test>>",
            "ann@b.test <bob@b.test>", "Ann ann@b.test", "Ann Smith", "Ann <>", "<> x", "(c) <>", "< >", "()", "(unclosed",
            "ann@b.test (unclosed", "ann@b.test (\\)", ".@b.test", "..@b.test", "a.@b.test", ".a@b.test", "a..b@b.test",
            "a@b..test", "a@.b", "a@b.", "a@-b.test", "a@b-.test", "a@b!c", "a@b c", "a@b.test x", "a@\"b\"", "a@[127.0.0.1",
            "a@[]", "a@[127.0.0]", "a@[127.0.0.256]", "a@[127.0.0.1.1]", "a@[127.0.0.1]x", "a@[ 127.0.0.1]", "a@[x:y]",
            "a@[IPv6:]",
            "a@[IPv6:1::2::3]", "a@[IPv6:12345::]", "a@[IPv6:1:2:3:4:5:6:7]", "a@[IPv6:1:2:3:4:5:6:7:8:9]",
            "a@[IPv6:fe80::1%eth0]",
            "a@[IPv6:::1.2.3.4:5]", "a@[IPv6:::g]", "a@[IPv6:::\uFF11]", "\"quoted\"", "<\"quoted\">", "a\\b@c.test",
            "a\u00A0@b.test", "\u00A0a@b.test", "a@b\u3000.test", "a@b\u3002test", "a@b\uFF0Etest", "a@b.test \u00A0",
            "other@b.test <a@b.test>", "root@b.test <root@c.test>", "mailto:a@b.test", "a@b:25" })
    void refusesWhatIsNoSingleMailbox(String text) {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse(text))
                .matches(e -> e.getMessage().chars().allMatch(c -> c >= 0x20 && c < 0x7F), "printable message");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Ann <ann@b.test>", "ann@b.test (Ann)", " ann@b.test", "ann@b.test ", "< ann@b.test >", "ann @b.test",
            "ann@ b.test", "(c)ann@b.test", "<ann@b.test> ", "<ann@b.test>x", "Ann <Ann <ann@b.test>>", "ann@b.test,bob@b.test",
            "",
            "< >", "<ann@b.test", "<@r:ann@b.test>", "\tann@b.test" })
    void exactTakesNothingBesideTheMailbox(String text) {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.exact(text));
    }

    @Test
    void exactTakesTheMailboxWithOrWithoutBrackets() {
        assertThat(Address.exact("<ann@b.test>")).isEqualTo(Address.exact("ann@b.test"));
        assertThat(Address.exact("\"a b\"@c.test")).hasToString("\"a b\"@c.test");
        assertThat(Address.exact("<>")).isSameAs(Address.NULL);
    }

    @Test
    void knowsTheNullAddress() {
        assertThat(Address.parse("<>")).isSameAs(Address.NULL);
        assertThat(Address.parse(" <> ")).isSameAs(Address.NULL);
        assertThat(Address.NULL.isNull()).isTrue();
        assertThat(Address.NULL).hasToString("");
        assertThat(Address.parse("a@b").isNull()).isFalse();
    }

    @Test
    void takesAllThatAnAtomMayHave() {
        assertThat(Address.parse("a!#$%&'*+-/=?^_`{|}~9@b.test")).hasToString("a!#$%&'*+-/=?^_`{|}~9@b.test");
    }

    @Test
    void keepsItsParts() {
        Address address = Address.parse("\"a b\"@c.test");
        assertThat(address.localPart()).isEqualTo("\"a b\"");
        assertThat(address.domain()).isEqualTo("c.test");
        assertThat(Address.parse("postmaster").domain()).isEmpty();
        assertThat(address).isEqualTo(Address.exact("\"a\\ b\"@c.test")).hasSameHashCodeAs(Address.exact("\"a b\"@c.test"));
    }

    @ParameterizedTest
    @CsvSource(value = {
            "<\uFEFFann@b.test>, U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
            "an\u200Bn@b.test, U+200B (ZERO WIDTH SPACE)",
            "ann\u202E@b.test, U+202E (RIGHT-TO-LEFT OVERRIDE)",
            "\"a\u2066 b\"@b.test, U+2066 (LEFT-TO-RIGHT ISOLATE)",
            "a\u00ADnn@b.test, U+00AD (SOFT HYPHEN)",
            "a\u200Dnn@b.test, U+200D (ZERO WIDTH JOINER)",
            "a\uDB40\uDC41@b.test, U+E0041 (TAG LATIN CAPITAL LETTER A)",
            "a\u3164@b.test, U+3164 (HANGUL FILLER)",
            "ann@b\u200B.test, U+200B (ZERO WIDTH SPACE)",
            "<ann@b.test\uFEFF>, U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
            "ann@b.te\u00ADst, U+00AD (SOFT HYPHEN)" })
    void refusesAnInvisibleCharacterByName(String text, String character) {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse(text))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("invisible character " + character));
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parseList("x@y.test," + text))
                .withMessageContaining(character);
    }

    @Test
    void limitsItsLength() {
        String label = "d".repeat(63) + ".";
        assertThat(Address.parse("a".repeat(64) + "@b.test").localPart()).hasSize(64);
        assertThat(Address.parse("a@" + label.repeat(3) + "d".repeat(60)).toString()).hasSize(254);
        List<String> tooLong = List.of("a".repeat(65) + "@b.test", "\"" + " ".repeat(63) + "\"@b.test",
                "\u00FC".repeat(33) + "@b.test",
                "a@" + label.repeat(3) + "d".repeat(61), "a@" + label.repeat(4) + "test", "a@" + "d".repeat(64) + ".test",
                "x".repeat(10_000), "(" + "(".repeat(9999), "x ".repeat(480) + "<" + "a".repeat(65) + "@b>");
        assertThat(tooLong).allSatisfy(
                text -> assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse(text)));
    }

    @Test
    void namesTheReasonAndCapsTheValue() {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse("a@b.test\r\nDATA"))
                .withMessage("invalid address \"a@b.test\\r\\nDATA\": control character")
                .satisfies(e -> assertThat(e.reason()).isEqualTo("control character"));
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse("x".repeat(900) + "@@"))
                .matches(e -> e.getMessage().length() < 200);
    }

    @Test
    void splitsAListWhereTheGrammarDoes() {
        assertThat(Address.parseList(" \"Smith, Ann\" <ann@b.test> , bob@b.test (a, b; c);\"x,y\"@z.test,, <postmaster>,"))
                .extracting(Address::toString).containsExactly("ann@b.test", "bob@b.test", "\"x,y\"@z.test", "postmaster");
        assertThat(Address.parseList("postmaster")).containsExactly(Address.parse("postmaster"));
        assertThat(Address.parseList("a@b, a@b")).hasSize(2).isUnmodifiable();
    }

    @Test
    void aListWithoutAngleBracketsMayNameLocalMailboxes() {
        assertThat(Address.parseList("root, ann@b.test; admin")).extracting(Address::toString)
                .containsExactly("root", "ann@b.test", "admin");
        assertThat(Address.parseList("staff: root, admin;, ann@b.test")).extracting(Address::toString)
                .containsExactly("root", "admin", "ann@b.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", ",", ";,", "a@b.test, x y", "Smith, Ann <ann@b.test>", "<ann@b.test>, root", "root, a@@b",
            "<>", "a@b, <>",
            "<@r1:a@b>", "a@b c@d", "a@b\nc@d", "a@b, \"c", "a@b,(", "undisclosed-recipients:;", "x: y: a@b;;", "g: a@b",
            "g: a@b, c@d", "a@b: c@d;", "mailto:a@b.test", "a@b, other@b.test <c@d>", "a@b:25", ":a@b;", "g: <>;" })
    void refusesAListWithAnythingElse(String text) {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parseList(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "undisclosed: a@b, c@d; | a@b,c@d",
            "My \"old, dear\" friends: Ann <a@b>,, c@d (x;y) ;e@f | a@b,c@d,e@f",
            "x@y, undisclosed-recipients:;, a@b | x@y,a@b",
            "x@y; undisclosed-recipients: | x@y",
            "a:;b: c@d;e:; | c@d" })
    void readsTheMailboxesOfGroups(String text, String expected) {
        assertThat(String.join(",", Address.parseList(text).stream().map(Address::toString).toList())).isEqualTo(expected);
    }

    @Test
    void leavesOutTheBadPartsOfAListWhereTheyAreReceived() {
        Map<String, String> bad = new LinkedHashMap<>();
        BiConsumer<String, InvalidAddressException> receiver = (part, fault) -> bad.put(part, fault.reason());

        assertThat(
                Address.parseList("ann@b.test, c@@d; Smith, Jo <jo@b.test>, g: x@y.test, z@; \"a,b\"@c.test, e@f x, (y", false,
                        receiver))
                .extracting(Address::toString)
                .containsExactly("ann@b.test", "jo@b.test", "x@y.test", "\"a,b\"@c.test");
        assertThat(bad).containsOnlyKeys("c@@d", "Smith", "z@", "e@f x", "(y");
        bad.clear();
        assertThat(Address.parseList("ann@b.test,\r\n jo@b.test,a\u0000@b.test, \"x\ry\"@b.test, z@b.test", false, receiver))
                .extracting(Address::toString).containsExactly("ann@b.test", "jo@b.test", "z@b.test");
        assertThat(bad).containsOnlyKeys("a\u0000@b.test", "\"x\ry\"@b.test").containsValue("control character");
        bad.clear();
        assertThat(Address.parseList("g: a@b.test, c@d.test", false, receiver)).isEmpty();
        assertThat(bad).hasSize(1);
        bad.clear();
        assertThat(Address.parseList("ann@b.test , Jo <jo@b.test>,<x@y.test> ,a b@c.test, ", true, receiver))
                .extracting(Address::toString).containsExactly("ann@b.test", "x@y.test");
        assertThat(bad).containsOnlyKeys("Jo <jo@b.test>", "a b@c.test", "");
    }

    @Test
    void namesTheOneThatIsWrongInAList() {
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> Address.parseList("a@b.test,".repeat(50) + "c@@d")).withMessageContaining("\"c@@d\"");
    }

    /** A parser that goes back once for each character needs minutes for these. */
    @ParameterizedTest
    @ValueSource(strings = {
            " ", "\t", "(", ")", "()", "(a)", "\"", "\"\"", "\\", "<", ">", "<>", ",", " ,", ";", ":", "a:", "a:;",
            "a ", "a,", "a@b ", "a@b,", "a@b <", "a@[", "a@[,", "a@[1:", ".", "@", "a@", "\"a\" ", "\"\\", "(\\", "a <a@b>,",
            "=?", "\u00A0", "\uFEFF", "-", "a.", "[", "g:a@b;", "x@y,(", "x@y,\"" })
    void readsTextOfAnyKindInLinearTime(String piece) {
        String many = piece.repeat(100_000 / piece.length());
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (String text : List.of(many, "ann@b.test" + many, many + "ann@b.test", "Ann " + many + "<ann@b.test>")) {
                for (boolean exact : List.of(true, false)) {
                    read(text, exact, null);
                    read(text, exact, (part, fault) -> {
                    });
                }
            }
        });
    }

    private static void read(String text, boolean exact, BiConsumer<String, InvalidAddressException> bad) {
        try {
            Address.parseList(text, exact, bad);
        } catch (InvalidAddressException e) {
            assertThat(e.getMessage()).hasSizeLessThan(1000);
        }
    }

    @Test
    void readsALongListInLinearTime() {
        assertThat(Address.parseList("\"Name, Some\" <somebody@example.org>, ".repeat(20_000))).hasSize(20_000);
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parseList("(".repeat(1_000_000)));
    }

    @Test
    void knowsWhetherItNeedsSmtpUtf8() {
        assertThat(Address.parse("j\u00F6rg@b.test").needsUtf8()).isTrue();
        assertThat(Address.parse("ann@b\u00FCcher.test").needsUtf8()).isTrue();
        assertThat(Address.parse("J\u00F6rg <joerg@b.test>").needsUtf8()).isFalse();
    }

    @Test
    void putsItsDomainIntoAscii() {
        assertThat(Address.parse("ann@_x.B\u00FCcher.test").toAscii()).hasToString("ann@_x.xn--bcher-kva.test");
        assertThat(Address.parse("j\u00F6rg@b\u00FCcher.test").toAscii().needsUtf8()).isTrue();
        Address ascii = Address.parse("ann@xn--bcher-kva.test");
        assertThat(ascii.toAscii()).isSameAs(ascii);
        assertThat(Address.NULL.toAscii()).isSameAs(Address.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a@\u2488b.test", "a@x\uFE6Bevil.test", "a@\u00AD.test", "a@\u2024.test", "a@-\u00FC.test" })
    void refusesADomainWithoutAsciiForm(String text) {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Address.parse(text).toAscii());
    }
}
