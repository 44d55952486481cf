/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Whatever Perl's Net::SMTP does, a session does, octet for octet, except where Net::SMTP is wrong. The records of the
 * real module, and the tool that compares with them, are looked for in the folder of the property {@code smtpx.oracle},
 * or in {@code shared/oracle} beside a directory above this one. Needs python3 and openssl.
 */
@Tag("slow")
class OracleTest {

    @TempDir
    Path out;

    @Test
    void agreesWithNetSmtp() throws Exception {
        Path oracle = oracle();
        assumeTrue(oracle != null, "there is no shared/oracle here with the records of Net::SMTP");
        assumeTrue(works("python3", "--version"), "there is no python3 here");
        assumeTrue(works("openssl", "version"), "there is no openssl here");

        List<String> skipped = OracleSet.run(oracle, out, Pattern.compile(""));

        String unless = skipped.stream().map(id -> "(?!" + id + "$)").collect(Collectors.joining("", "^", ""));
        Process comparer = new ProcessBuilder(
                "python3", "-B", oracle.resolve("compare.py").toString(), oracle.resolve("golden").toString(),
                out.toString(), "--diff", "--quiet", "--only", unless).redirectErrorStream(true).start();
        String report = new String(comparer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(comparer.waitFor()).as(report).isZero();
    }

    private static Path oracle() {
        String given = System.getProperty("smtpx.oracle");
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("oracle");
            if (Files.isRegularFile(candidate.resolve("compare.py"))) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
