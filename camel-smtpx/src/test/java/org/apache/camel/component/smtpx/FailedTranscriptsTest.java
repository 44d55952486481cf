/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.observe.SmtpxConsole;
import org.apache.camel.console.DevConsole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The last lines of a connection whose send failed, in the outcome and in the developer console. */
class FailedTranscriptsTest extends SmtpxTestSupport {

    @Test
    void aFailedSendHasTheLastLinesOfItsConnection() {
        server.onRecipient("bob@example.org").reply("550 5.1.1 no such user", "5.1.1 sorry");
        SmtpxException failure = (SmtpxException) send("raw=true&" + ENVELOPE, MAIL).getException();
        List<String> lines = failure.getOutcome().via().transcript();
        assertThat(lines).anyMatch(line -> line.matches("#\\d+ +\\d+\\.\\d{3} ms C: MAIL FROM:<ann@example.com>.*"))
                .anyMatch(line -> line.contains(" S: 550-5.1.1 no such user"))
                .anyMatch(line -> line.contains(" S: 550 ") && line.contains("sorry"))
                .anyMatch(line -> line.contains(" S: 220 "));
        assertThat(lines).isSortedAccordingTo((a, b) -> Double.compare(time(a), time(b)));
    }

    @Test
    void aSendThatWentWellHasNone() {
        Outcome outcome = header(deliver("raw=true&" + ENVELOPE, MAIL), SmtpxConstants.OUTCOME, Outcome.class);
        assertThat(outcome.via().transcript()).isEmpty();
        assertThat(console()).doesNotContain("failed send");
    }

    @Test
    void secretsAreNotInIt() {
        server.authenticates("ann", "sesame");
        server.on("MAIL").reply("550 5.7.1 not you");
        send("raw=true&" + ENVELOPE + "&username=ann&password=sesame&allowCleartextAuth=true", MAIL);
        send("raw=true&" + ENVELOPE + "&username=ann&password=wrong&allowCleartextAuth=true", MAIL);
        assertThat(console()).contains("C: AUTH PLAIN ***", "S: 550 5.7.1 not you", "S: 535 ")
                .doesNotContain("AGFubgB"); // \0ann\0 in base64
    }

    @Test
    void theConsoleShowsTheLastOnes() {
        server.on("MAIL").reply("451 4.3.0 later");
        for (int i = 0; i < 15; i++) {
            send("raw=true&sender=u" + i + "@example.com&recipients=bob@example.org", MAIL);
        }
        String text = console();
        assertThat(text.split("failed send: ", -1)).hasSize(11);
        assertThat(text).contains("<u14@example.com>", "S: 451 4.3.0 later");
        Map<?, ?> json = (Map<?, ?>) dev().call(DevConsole.MediaType.JSON);
        assertThat((List<?>) json.get("failedSends")).hasSize(10);
    }

    @Test
    void theyCanBeSwitchedOff() {
        context.getComponent("smtpx", SmtpxComponent.class).setFailedTranscripts(0);
        server.on("MAIL").reply("451 4.3.0 later");
        SmtpxException failure = (SmtpxException) send("raw=true&" + ENVELOPE, MAIL).getException();
        assertThat(failure.getOutcome().via().transcript()).isEmpty();
        assertThat(console()).doesNotContain("failed send");
    }

    private String console() {
        return (String) dev().call(DevConsole.MediaType.TEXT);
    }

    private SmtpxConsole dev() {
        SmtpxConsole console = new SmtpxConsole();
        console.setCamelContext(context);
        return console;
    }

    private static double time(String line) {
        return Double.parseDouble(line.strip().split(" +")[1]);
    }
}
