/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class AddressPropertyTest {

    @Property(tries = 800)
    void anyTextIsRefusedOrReadsAsItIsWritten(@ForAll("texts") String text) {
        Address address;
        try {
            address = Address.parse(text);
        } catch (InvalidAddressException e) {
            return;
        }
        assertSound(address);
    }

    @Property(tries = 300)
    void exactIsNeverLooserThanParse(@ForAll("texts") String text) {
        Address address;
        try {
            address = Address.exact(text);
        } catch (InvalidAddressException e) {
            return;
        }
        assertThat(Address.parse(text)).isEqualTo(address);
    }

    @Property(tries = 300)
    void aListIsRefusedOrAllItsMailboxesAreSound(@ForAll("texts") String text) {
        List<Address> addresses;
        try {
            addresses = Address.parseList(text);
        } catch (InvalidAddressException e) {
            return;
        }
        assertThat(addresses).isNotEmpty().allSatisfy(AddressPropertyTest::assertSound).noneMatch(Address::isNull);
    }

    @Property(tries = 300)
    void anyContentOfALocalPartSurvivesQuoting(@ForAll("printable") String content) {
        String quoted = '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + "\"@b.test";
        Address address = Address.parse(quoted);
        assertSound(address);
        String local = address.localPart();
        String unquoted = local.startsWith("\"")
                ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1")
                : local;
        assertThat(unquoted).isEqualTo(content);
    }

    private static void assertSound(Address address) {
        if (address.isNull()) {
            return;
        }
        assertThat(Address.parse(address.toString())).isEqualTo(address);
        assertThat(Address.exact("<" + address + ">")).isEqualTo(address);
        assertThat(address.octets()).hasSizeLessThanOrEqualTo(254);
        for (byte octet : address.octets()) {
            assertThat(octet < 0 && address.needsUtf8() || octet >= 0x20 && octet != 0x7F).isTrue();
        }
        try {
            assertThat(address.toAscii().domain().chars()).allMatch(c -> c > 0x20 && c < 0x7F);
        } catch (InvalidAddressException e) {
            assertThat(address.needsUtf8()).isTrue();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> piece
                = Arbitraries.of("a", "ann", "@", ".", "b.test", "<", ">", "\"", "\\", "(", ")", ",", ";", ":", " ",
                        "\t", "[", "]", "127.0.0.1", "IPv6:", "::1", "-", "_", "\u00FC", "\u3002", "\u00A0", "\uD83D\uDE00",
                        "\uD83D", "\r\n",
                        "\u0085", "\u760A", "\u2488", "\u00DF", "ann@b.test", "<ann@b.test>");
        return Arbitraries.oneOf(
                piece.list().ofMaxSize(9).map(pieces -> String.join("", pieces)),
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().all().ofMaxLength(4).map(domain -> "a@" + domain));
    }

    @Provide
    Arbitrary<String> printable() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30);
    }
}
