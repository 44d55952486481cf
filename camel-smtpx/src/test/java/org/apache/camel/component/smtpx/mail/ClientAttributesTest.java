/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClientAttributesTest {

    @Test
    void keepsTheOrderAndReadsWhatItWrites() {
        ClientAttributes client = ClientAttributes.parse("name=mail.example.org, ADDR=192.0.2.1,Port=587,LOGIN=a=b");
        assertThat(client.values()).containsExactly(Map.entry("NAME", "mail.example.org"), Map.entry("ADDR", "192.0.2.1"),
                Map.entry("PORT", "587"), Map.entry("LOGIN", "a=b")).isUnmodifiable();
        assertThat(client.encoded()).isEqualTo("NAME=mail.example.org ADDR=192.0.2.1 PORT=587 LOGIN=a+3Db");
        assertThat(ClientAttributes.parse(client.toString())).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
            "ADDR=2001:db8::1, ADDR=IPV6:2001:db8::1", "ADDR=ipv6:::1, ADDR=IPV6:::1", "ADDR=192.0.2.1, ADDR=192.0.2.1",
            "ADDR=[unavailable], ADDR=[unavailable]", "NAME=[TEMPUNAVAIL], NAME=[TEMPUNAVAIL]", "PORT=65535, PORT=65535",
            "SOURCE=local, SOURCE=local", "LOGIN=J\u00F6rg +1, LOGIN=J+C3+B6rg+20+2B1", "HELO=a b, HELO=a+20b" })
    void encodesEachValueAsXtext(String text, String encoded) {
        assertThat(ClientAttributes.parse(text).encoded()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "NAME", "NAME=", "=x", "NA ME=x", "N\u00C4ME=x", "NAME=x,,ADDR=192.0.2.1", "NAME=x,name=y",
            "NAME=a\r\nQUIT", "NAME=a\0", "ADDR=mail.example.org", "ADDR=[192.0.2.1]", "ADDR=192.0.2", "ADDR=fe80::1%eth0",
            "ADDR=IPV6:192.0.2.1", "DESTADDR=x", "PORT=0", "PORT=65536", "PORT=-1", "PORT=25x", "DESTPORT=x", "SOURCE=far" })
    void refusesWhatIsNoAttribute(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientAttributes.parse(text));
    }

    @Test
    void refusesWhatDoesNotFitIntoACommand() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("LOGIN", "x".repeat(256));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAttributes(values)).withMessageContaining("255 octets");
        values.put("LOGIN", "\u00E4".repeat(43));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAttributes(values)).withMessageContaining("255 octets");
        values.put("LOGIN", "x".repeat(255));
        values.put("HELO", "x".repeat(255));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAttributes(values)).withMessageContaining("512 octets");
    }

    @Test
    void namesAreTheSameInUpperAndLowerCase() {
        Map<String, String> values = new LinkedHashMap<>(Map.of("NAME", "x", "name", "y"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAttributes(values)).withMessageContaining("twice");
    }
}
