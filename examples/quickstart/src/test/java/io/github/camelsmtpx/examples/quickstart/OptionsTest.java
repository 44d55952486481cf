/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTest {

    @Test
    void withoutArgumentsTheEmbeddedServerGetsTheExamplesOwnMails() {
        assertThat(Options.parse()).isEqualTo(new Options(false, null, null, 25, "quickstart@example.com", List.of()));
    }

    @Test
    void readsAServerOfTheUsersAndAFolder() {
        Options options = Options.parse("--host", "mail.test", "my mails", "--port=2525", "--from=me@a.test", "--to",
                "x@b.test, y@b.test", "--to", "z@b.test");

        assertThat(options.folder()).isEqualTo(Path.of("my mails"));
        assertThat(options.host()).isEqualTo("mail.test");
        assertThat(options.port()).isEqualTo(2525);
        assertThat(options.from()).isEqualTo("me@a.test");
        assertThat(options.to()).containsExactly("x@b.test", "y@b.test", "z@b.test");
    }

    @Test
    void helpWinsOverWhatElseIsMissing() {
        assertThat(Options.parse("--host", "mail.test", "--help").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--hots=a                                       | unknown option --hots",
            "a b                                            | one folder only",
            "--host                                         | --host wants a value",
            "--host --port 25                               | --host wants a value",
            "--to x@b.test                                  | go with --host",
            "--host a --to x@b.test                         | needs --from and --to",
            "--host a --from x@b.test --to ,                | needs --from and --to",
            "--host a --from x@b.test --to y@b.test --port 0     | from 1 to 65535, not 0",
            "--host a --from x@b.test --to y@b.test --port 65536 | from 1 to 65535, not 65536",
            "--host a --from x@b.test --to y@b.test --port smtp  | from 1 to 65535, not smtp",
    })
    void saysInOneLineWhatIsWrong(String arguments, String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(arguments.split(" ")))
                .withMessageContaining(complaint).withMessageNotContaining("\n");
    }
}
