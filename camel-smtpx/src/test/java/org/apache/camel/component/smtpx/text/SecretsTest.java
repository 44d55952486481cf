/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.text;

import java.nio.charset.StandardCharsets;

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
    void strikesOutEverySecretWhereverItStands() {
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

    @Test
    void showsNoneOfThemItself() {
        assertThat(of("canary")).hasToString("1 secrets");
    }
}
