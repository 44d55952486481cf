/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** After logins with every mechanism, nothing secret is found in anything that shows itself. */
class SecretsStayTest {

    @TempDir
    static Path folder;

    private static String shown = "";
    private static List<String> said = List.of();

    @BeforeAll
    static void run() throws Exception {
        Path spoken = folder.resolve("said");
        shown = TalkativeRun.shown(spoken);
        said = Files.readAllLines(spoken);
    }

    @Test
    void everyMechanismWasTalkedAbout() {
        for (String mechanism : TalkativeRun.MECHANISMS) {
            assertThat(shown.lines().anyMatch(line -> line.contains("C: AUTH " + mechanism))).as(mechanism).isTrue();
            for (TalkativeRun.Server kind : TalkativeRun.Server.values()) {
                String ending = "== " + mechanism + " " + kind + " " + (kind == TalkativeRun.Server.TAKES);
                assertThat(shown.contains(ending)).as(ending).isTrue();
            }
        }
        for (String sign : List.of("***", "NativeLibraryLoader", "FINE: ", "password=xxxxxx", "you said ***", "that is ***",
                "5.7.8 by ***",
                "operation getEndpointUri smtpx", "health producer:smtpx", "attribute EndpointUri smtpx",
                "attribute LastError 2",
                "attribute ComponentName smtpx",
                "console server: localhost", "lastError")) {
            assertThat(shown.contains(sign)).as(sign).isTrue();
        }
        assertThat(said).hasSizeGreaterThan(30);
    }

    @Test
    void insecureOptionIsWarnedAboutOnce() {
        assertThat(warnings("starttls=never: logging in to localhost")).isEqualTo(2);
        assertThat(warnings("allowCleartextAuth=true: ")).isEqualTo(1);
        assertThat(warnings("hostnameVerification=false: ")).isEqualTo(1);
    }

    private static long warnings(String beginning) {
        return shown.lines().filter(line -> line.contains("WARN ") && line.contains(" - " + beginning)).count();
    }

    @Test
    void noSecretIsShown() {
        List<String> found = new ArrayList<>();
        for (String secret : List.of(TalkativeRun.PASSWORD, TalkativeRun.TOKEN, "canary-client", "canary-refresh",
                base64(TalkativeRun.PASSWORD), base64(TalkativeRun.TOKEN))) {
            shown.lines().filter(line -> line.contains(secret)).forEach(found::add);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noLineOfALoginIsShown() {
        List<String> found = new ArrayList<>();
        for (String line : said) {
            if (line.length() > 7 && !line.startsWith("<") && !TalkativeRun.MECHANISMS.contains(line)) {
                shown.lines().filter(text -> text.contains(line) || text.contains(secretPart(line))).forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    /** What proves the password in a response: the digest of CRAM-MD5, the proof of SCRAM, or all of it. */
    private static String secretPart(String base64) {
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        int proof = text.lastIndexOf(",p=");
        return proof >= 0 ? text.substring(proof + 3) : text.matches(".* [0-9a-f]{32}") ? text.substring(text.length() - 32)
                : text;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
