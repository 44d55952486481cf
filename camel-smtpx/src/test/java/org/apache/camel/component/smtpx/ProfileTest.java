/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.traffic.Rate;
import org.apache.camel.component.smtpx.internal.traffic.ServerProfile;
import org.apache.camel.component.smtpx.testkit.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The limits that providers document, and options that win over them. */
class ProfileTest extends SmtpxTestSupport {

    private static final Path DATA
            = Path.of("src/main/resources/org/apache/camel/component/smtpx/internal/traffic/profiles.properties");
    private static final Path PAGE = Path.of("src/main/docs/sending-pace.adoc");

    private Exchange send(int recipients, String options) {
        String to = String.join(",", IntStream.range(0, recipients).mapToObj(i -> "r" + i + "@example.org").toList());
        return template.request(smtpx("raw=true&skipBad=true&sender=ann@example.com&recipients=" + to + options),
                exchange -> exchange.getMessage().setBody(MAIL));
    }

    private List<Integer> sizes() {
        return server.messages().stream().map(ReceivedMessage::to).map(List::size).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "microsoft365", "google", "ses", "own" })
    void everyNumberHasItsSourceAndDate(String name) throws IOException {
        assertThat(ServerProfile.named(name)).isNotEqualTo(ServerProfile.NONE);
        List<String> lines = Files.readAllLines(DATA);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(name + ".")) {
                continue;
            }
            StringBuilder source = new StringBuilder();
            for (int above = i - 1; above >= 0 && lines.get(above).startsWith("#"); above--) {
                source.append(lines.get(above));
            }
            assertThat(source.toString()).as(lines.get(i)).contains("https://").containsPattern("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
        }
    }

    @Test
    void theProfileOfMicrosoftLimitsConnectionsRateAndRecipients() {
        assertThat(ServerProfile.named("microsoft365")).returns(3, ServerProfile::maxConnections)
                .returns(new Rate(30, Duration.ofMinutes(1)), ServerProfile::maxRate)
                .returns(500, ServerProfile::maxRecipientsPerMessage);
    }

    @Test
    void aMessageToMoreRecipientsIsContinuedInAFurtherTransaction() {
        assertThat(send(120, "&profile=google").getException()).isNull();
        assertThat(sizes()).containsExactly(100, 20);
    }

    @Test
    void anOptionWinsOverTheProfile() {
        assertThat(send(120, "&profile=google&maxRecipientsPerMessage=60").getException()).isNull();
        assertThat(sizes()).containsExactly(60, 60);
    }

    @Test
    void noLimitWinsOverTheProfile() {
        assertThat(send(120, "&profile=google&maxRecipientsPerMessage=0").getException()).isNull();
        assertThat(sizes()).containsExactly(120);
    }

    @Test
    void theRateOfTheProfileHoldsUnlessOneIsGiven() {
        String options = "&profile=ses&acquireTimeout=1000";
        assertThat(send(2, options).getException()).isNull();
        Exchange second = send(1, options);
        assertThat(second.getException()).isInstanceOf(SmtpxThrottledException.class)
                .hasMessageContaining("maxRecipientRate is 1/s");
        options += "&maxRecipientRate=100/s";
        assertThat(send(2, options).getException()).isNull();
        assertThat(send(1, options).getException()).isNull();
    }

    @Test
    void thePageHasEveryNumber() throws IOException {
        String page = Files.readString(PAGE);
        for (String line : Files.readAllLines(DATA)) {
            if (line.contains(" = ")) {
                String option = line.substring(line.indexOf('.') + 1).replace(" = ", "=");
                assertThat(page).contains("`" + line.substring(0, line.indexOf('.')) + "`", "`" + option + "`");
            }
        }
    }
}
