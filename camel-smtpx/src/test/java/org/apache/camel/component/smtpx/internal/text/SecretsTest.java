/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTest {

    private static Secrets of(String... secrets) {
        Secrets all = new Secrets();
        for (String secret : secrets) {
            all.add(secret);
        }
        return all;
    }

    @Test
    void redactsEverySecretAtEveryPosition() {
        Secrets secrets = of("c2VjcmV0", "secret");
        assertThat(secrets.redact("no c2VjcmV0, which is secret; secretsecret"))
                .isEqualTo("no ***, which is ***; ******");
        assertThat(secrets.redact("nothing of that")).isEqualTo("nothing of that");
        assertThat(new Secrets().redact("c2VjcmV0")).isEqualTo("c2VjcmV0");
    }

    @Test
    void strikesOutTheLongerOneWhereOneIsPartOfAnother() {
        assertThat(of("canary", "canary-password").redact("by canary-password")).isEqualTo("by ***");
    }

    @Test
    void strikesOutWhatIsCutOffAtTheEnd() {
        Secrets secrets = of("AHVzZXIAc2VjcmV0");
        assertThat(secrets.redact("AUTH PLAIN AHVzZXIAc2Vj")).isEqualTo("AUTH PLAIN ***");
        assertThat(secrets.redact("AUTH PLAIN AHVzZX")).isEqualTo("AUTH PLAIN ***");
        assertThat(secrets.redact("AHVzZX")).isEqualTo("***");
    }

    @Test
    void leavesWhatMayStandThereByChance() {
        Secrets secrets = of("AHVzZXIAc2VjcmV0", "pw", "no", "");
        assertThat(secrets.redact("535 5.7.8 no pw AHVzZ")).isEqualTo("535 5.7.8 no pw AHVzZ");
    }

    @Test
    void knowsASecretAsSingleOctetsToo() {
        String octets = new String("\u00DCbermut".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(of("\u00DCbermut").redact("said " + octets)).isEqualTo("said ***");
    }

    private static final String[] PASSWORDS = {
            "canary-pa55w0rd", "C4nary?&/%+ =x", "\u00DCbermut\u20AC7", "ca+nary/==", "c%61nary", "\u00DF\u00DF\u00DFabc",
            "canary" };

    /** How a server may repeat a password. */
    private static List<String> forms(String password) {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        StringBuilder percent = new StringBuilder();
        StringBuilder xtext = new StringBuilder();
        for (byte octet : octets) {
            percent.append(String.format(Locale.ROOT, "%%%02X", octet & 0xFF));
            xtext.append(String.format(Locale.ROOT, "+%02x", octet & 0xFF));
        }
        String octetByOctet = new String(octets, StandardCharsets.ISO_8859_1);
        return List.of(password, password.toUpperCase(Locale.ROOT), password.toLowerCase(Locale.ROOT), octetByOctet,
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20"),
                URLEncoder.encode(password, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT), percent.toString(),
                xtext.toString(), percent.toString().replace('%', '='), base64(octets), base64(octets).replaceAll("=+$", ""),
                base64(octets).toLowerCase(Locale.ROOT), Base64.getUrlEncoder().encodeToString(octets),
                base64(("\0ann\0" + password).getBytes(StandardCharsets.UTF_8)),
                base64(("\0anne\0" + password).getBytes(StandardCharsets.UTF_8)),
                base64(("\0an\0" + password + "\0").getBytes(StandardCharsets.UTF_8)),
                base64(("ann:" + password + ":and more").getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    @Test
    void strikesOutEveryFormOfAPasswordInEveryPlace() {
        for (String password : PASSWORDS) {
            Secrets secrets = new Secrets();
            secrets.addCredential("another-secret");
            secrets.addCredential(password);
            for (String form : forms(password)) {
                assertThat(secrets.redact(form)).as(form).isEqualTo("***");
                assertThat(secrets.redact("535 no, " + form + ", no")).as(form).isEqualTo("535 no, ***, no");
                assertThat(secrets.redact("(" + form + ")(" + form + ")")).as(form).isEqualTo("(***)(***)");
                assertThat(secrets.redact("<" + form)).as(form).isEqualTo("<***");
                // cut off
                for (int length = form.length() - 1;
                     password.length() > 7 && form.length() > 12 && length > form.length() - 3;
                     length--) {
                    assertThat(secrets.redact("<" + form.substring(0, length))).as(form).startsWith("<***")
                            .hasSizeLessThan(8);
                }
            }
        }
    }

    @Property(tries = 1000)
    void textWithoutASecretStaysAsItIs(@ForAll @StringLength(max = 80) @CharRange(from = ' ', to = '~') String text) {
        Secrets secrets = new Secrets();
        secrets.addCredential("canary-pa55w0rd");
        secrets.add("AGFubgBjYW5hcnktcGE1NXcwcmQ=");
        assertThat(secrets.redact(text)).isEqualTo(text);
    }

    @Test
    void rotatedTokensTakeABoundedAmountOfMemory() {
        Secrets secrets = new Secrets();
        secrets.addCredential("the-password");
        for (int i = 0; i < 10_000; i++) {
            secrets.addCredential("the-password");
            secrets.addCredential("rotated-token-" + i + "-");
            secrets.add("line of a login " + i + "-");
        }
        assertThat(secrets).hasToString("80 secrets");
        assertThat(secrets.redact("rotated-token-9999- the-password line of a login 9999-")).isEqualTo("*** *** ***");
        assertThat(secrets.redact("rotated-token-1-")).isEqualTo("rotated-token-1-");
    }

    @Test
    void manyThreadsMayUseThem() {
        Secrets secrets = new Secrets();
        assertThat(IntStream.range(0, 5000).parallel().allMatch(i -> {
            secrets.addCredential("secret-" + i % 10 + "-secret");
            return secrets.redact("it is secret-" + i % 10 + "-secret").equals("it is ***");
        })).isTrue();
    }

    @Test
    void showsNoneOfThemItself() {
        assertThat(of("canary")).hasToString("1 secrets");
    }
}
