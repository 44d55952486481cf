/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.List;
import java.util.function.Supplier;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.MailVerb;

import static org.assertj.core.api.Assertions.assertThat;

class CommandPropertyTest {

    private static final Address ANN = Address.parse("ann@b.test");

    @Property(tries = 600)
    void noArgumentBecomesASecondLineOrAControl(@ForAll("arguments") String text, @ForAll boolean utf8) {
        List<Supplier<Command>> all = List.of(() -> Command.ehlo(text), () -> Command.helo(text), () -> Command.vrfy(text),
                () -> Command.expn(text), () -> Command.help(text), () -> Command.etrn(text), () -> Command.auth(text, null),
                () -> Command.auth("PLAIN", text), () -> Command.authResponse(text), () -> Command.raw(text),
                () -> Command.raw("X", text), () -> Command.mail(MailVerb.MAIL, ANN, List.of(text), utf8),
                () -> Command.rcpt(ANN, List.of("X=" + text), utf8), () -> Command.rcpt(Address.parse(text), List.of(), utf8),
                () -> Command.mail(MailVerb.MAIL, Address.exact(text + "@b.test"), List.of(), utf8));
        for (Supplier<Command> one : all) {
            assertOneLineOrRefused(one, utf8);
        }
    }

    private static void assertOneLineOrRefused(Supplier<Command> supplier, boolean utf8) {
        byte[] octets;
        try {
            octets = supplier.get().octets();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage().chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
            return;
        }
        assertThat(octets).endsWith('\r', '\n');
        for (int i = 0; i < octets.length - 2; i++) {
            boolean allowed = octets[i] < 0 ? utf8 : octets[i] >= 0x20 && octets[i] != 0x7F;
            assertThat(allowed).isTrue();
        }
    }

    @Provide
    Arbitrary<String> arguments() {
        Arbitrary<String> piece
                = Arbitraries.of("a", "b.test", "@", "<", ">", "[127.0.0.1]", " ", "=", "\r", "\n", "\r\n", "\t", "\0",
                        "\u007F", "\u0085", "\u760D\u760A", "\u010D\u010A", "\uFF0D", "\uD83D\uDE00", "\uD83D", "\uDE00", "\"",
                        "\\", "#", "*");
        return Arbitraries.oneOf(piece.list().ofMaxSize(5).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().ofMaxLength(8), Arbitraries.strings().ascii().ofMaxLength(8));
    }
}
