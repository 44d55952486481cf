/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.component.smtpx.mail.Address;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdnaTest {

    private static final JdkLabels JDK = new JdkLabels();
    private static final IcuLabels ICU = new IcuLabels();

    /** The ASCII forms are those of Unicode's IdnaTestV2 and of the registries. */
    @ParameterizedTest
    @CsvSource({
            "fa\u00DF.example, xn--fa-hia.example",
            "FA\u1E9E.example, xn--fa-hia.example",
            "\u03B2\u03CC\u03BB\u03BF\u03C2.example, xn--nxasmm1c.example",
            "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.example, xn--mgba3gch31f060k.example",
            "\u0DC1\u0DCA\u200D\u0DBB\u0DD3.example, xn--10cl1a0b660p.example",
            "\u2C67x.example, xn--x-kms.example",
            "B\u00FCcher.example, xn--bcher-kva.example",
            "\uFF42\u00FC.example, xn--b-eha.example" })
    void convertsAsIdna2008Does(String domain, String ascii) {
        assertThat(Address.parse("bob@" + domain).toAscii()).hasToString("bob@" + ascii);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "fa\u00DF", "\u03B2\u03CC\u03BB\u03BF\u03C2", "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC",
            "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", "\u2C67x", "\u04C0x", "\u0130x", "\uFF42\u00FC" })
    void refusesWithoutIcuWhatIdna2003TreatsDifferently(String label) {
        assertThatIllegalArgumentException().isThrownBy(() -> JDK.toAscii(label)).withMessageContaining("com.ibm.icu:icu4j");
    }

    @ParameterizedTest
    @CsvSource({
            "B\u00DCCHER, xn--bcher-kva", "\u65E5\u672C, xn--wgv71a", "u\u0308x, xn--x-dha",
            "\u0438\u043D\u043E, xn--h1akd", "\u05D0\u05D1, xn--4dbc" })
    void convertsWithoutIcuWhatBothStandardsTreatAlike(String label, String ascii) {
        assertThat(JDK.toAscii(label)).isEqualTo(ascii).isEqualTo(ICU.toAscii(label));
    }

    @Test
    void neverDiffersFromIdna2008WithoutIcuForAnyCodePoint() {
        int converted = 0;
        // Ideographs and syllables have no mappings: one in 64 stands for its block.
        for (int c = 0x80; c < 0x30000; c += c >= 0x3400 && c < 0xF900 || c >= 0x20000 && c < 0x2F800 ? 64 : 1) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE
                    && Character.getType(c) != Character.PRIVATE_USE) {
                converted += agree("a" + Character.toString(c) + "b") ? 1 : 0;
            }
        }
        assertThat(converted).isGreaterThan(5_000);
    }

    @Property(tries = 2000)
    void neverDiffersFromIdna2008WithoutIcuForAnyLabel(@ForAll("labels") String label) {
        agree(label);
    }

    /** Without ICU a label is refused or goes where it goes with ICU; IDNA 2008 has no domain for some of them. */
    private static boolean agree(String label) {
        if (AddressCharacters.invisible(label, true) != null) {
            assertThatIllegalArgumentException().isThrownBy(() -> Idna.toAscii(label));
            return false;
        }
        String jdk = ascii(JDK, label);
        String icu = ascii(ICU, label);
        if (jdk != null && icu != null) {
            assertThat(jdk).as(() -> label.codePoints().mapToObj(Integer::toHexString).toList().toString()).isEqualTo(icu);
        }
        return jdk != null;
    }

    private static @Nullable String ascii(Idna.Labels labels, String label) {
        try {
            return labels.toAscii(label);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Provide
    Arbitrary<String> labels() {
        Arbitrary<Character> special = Arbitraries.of('\u00DF', '\u03C3', '\u03C2', '\u03A3', '\u0308', '\u0301', '\u0345',
                '\u200C', '\u200D', '\u00FC', '\u00DC', 'a', 'B', '-', '1', '\u05D0', '\u0661', '\u0130', '\u1E9E', '\u00B7',
                '\uFF21', '\u3002', '\u0131', '\u01C5', '\u1FB3', '\u0939', '\u094D', '\u1100', '\u1161', '\u11A8');
        return Arbitraries.oneOf(special.list().ofMinSize(1).ofMaxSize(8).map(all -> {
            StringBuilder label = new StringBuilder("\u00E4");
            all.forEach(label::append);
            return label.toString();
        }), Arbitraries.strings().withCharRange('\u0080', '\u33FF').ofMinLength(1).ofMaxLength(5));
    }

    @ParameterizedTest
    @ValueSource(strings = { "fass", "xn--fa-hia", "a_b.Example" })
    void leavesAsciiAsItIs(String domain) {
        assertThat(Idna.toAscii(domain)).isSameAs(domain);
    }

    @Test
    void refusesTheDomainWhereThereIsNoIcu() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("icu4j")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader withoutIcu
                = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(asciiIn(withoutIcu, "b\u00FCcher.example")).isEqualTo("xn--bcher-kva.example");
            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> asciiIn(withoutIcu, "fa\u00DF.example"))
                    .withRootCauseInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("com.ibm.icu:icu4j"));
        }
    }

    private static Object asciiIn(ClassLoader loader, String domain) throws Exception {
        Class<?> idna = loader.loadClass(Idna.class.getName());
        assertThat(idna).isNotSameAs(Idna.class);
        return idna.getMethod("toAscii", String.class).invoke(null, domain);
    }
}
