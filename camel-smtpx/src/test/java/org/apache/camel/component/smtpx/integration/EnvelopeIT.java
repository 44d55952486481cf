/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Parameters of MAIL and RCPT, as Postfix and Exim understood them: they pass them on to the recorder. */
@ExtendWith(ServerTally.class)
class EnvelopeIT {

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void deliveryStatusParametersArriveForEachRecipient(String name) throws IOException {
        DebianServer server = DebianServer.named(name);
        String first = TestClient.fresh("first");
        String second = TestClient.fresh("second");
        String third = TestClient.fresh("third");
        Envelope envelope = new Envelope(
                TestClient.SENDER, List.of(
                        new Recipient(Address.exact(first), Set.of(Notify.SUCCESS, Notify.FAILURE), "rfc822;a+b=c@old.test"),
                        new Recipient(Address.exact(second), Set.of(Notify.NEVER), null),
                        Recipient.of(third)),
                MailParameters.NONE.withEnvelopeId("id+with=signs 1").withDsnReturn(DsnReturn.HDRS));
        try (TestClient client = TestClient.of(server.port())) {
            Outcome outcome = client.send(envelope, Sample.PLAIN.source());
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(3);
            assertThat(outcome.via().dropped()).isEmpty();
        }
        RecordedMail mail = server.mails().arrived(first);
        assertThat(mail.parameters()).contains("ENVID=id+2Bwith+3Dsigns+201", "RET=HDRS");
        assertThat(mail.parametersOf(first)).contains("ORCPT=rfc822;a+2Bb+3Dc@old.test")
                .containsAnyOf("NOTIFY=SUCCESS,FAILURE", "NOTIFY=FAILURE,SUCCESS");
        assertThat(server.mails().arrived(second).parametersOf(second)).contains("NOTIFY=NEVER");
        assertThat(server.mails().arrived(third).parametersOf(third)).noneMatch(p -> p.startsWith("NOTIFY"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "postfix", "exim" })
    void theBodyTypeArrives(String name) throws IOException {
        DebianServer server = DebianServer.named(name);
        String eight = TestClient.fresh("eight");
        try (TestClient client = TestClient.of(server.port())) {
            client.send(Sample.EIGHT_BIT.source(), eight);
            assertThat(client.transcript()).anyMatch(line -> line.contains("MAIL FROM") && line.contains("BODY=8BITMIME"));
            client.send(TestClient.envelope(MailParameters.NONE.withBody(BodyType.SEVEN_BIT), TestClient.fresh("seven")),
                    Sample.PLAIN.source());
            assertThat(client.transcript()).anyMatch(line -> line.contains("MAIL FROM") && line.contains("BODY=7BIT"));
        }
        RecordedMail mail = server.mails().arrived(eight);
        if (name.equals("postfix")) {
            // Exim takes the parameter and does not pass it on.
            assertThat(mail.parameters()).contains("BODY=8BITMIME");
        }
    }

    @Test
    void postfixWritesEachRecipientIntoTheSender() throws IOException {
        DebianServer server = DebianServer.postfix();
        String to = TestClient.fresh("verp");
        String other = TestClient.fresh("verp");
        List<Recipient> both = List.of(Recipient.of(to), Recipient.of(other));
        Address list = Address.exact("list@verp.test");
        try (TestClient client = TestClient.of(server.port())) {
            assertThat(client.send(new Envelope(list, both, MailParameters.NONE.withVerp("")), Sample.PLAIN.source())
                    .delivered()).hasSize(2);
            assertThat(server.mails().arrived(to).sender()).isEqualTo("list+" + to.replace('@', '=') + "@verp.test");
            assertThat(server.mails().arrived(other).sender()).isEqualTo("list+" + other.replace('@', '=') + "@verp.test");
            server.mails().clear();
            client.send(new Envelope(list, both, MailParameters.NONE.withVerp("-=")), Sample.PLAIN.source());
            assertThat(server.mails().arrived(to).sender()).isEqualTo("list-" + to.replace('@', '=') + "@verp.test");
        }
    }

    @Test
    void authenticatedClientMayNameAnotherSubmitter() throws IOException {
        DebianServer server = DebianServer.postfix();
        String to = TestClient.fresh("submitter");
        try (TestClient client = TestClient.of(server.port())) {
            Outcome outcome = client.send(
                    TestClient.envelope(MailParameters.NONE.withAuthSubmitter("a+b@client.test"), to), Sample.PLAIN.source());
            assertThat(outcome.delivered()).as(outcome.toString()).hasSize(1);
            assertThat(client.transcript()).anyMatch(line -> line.contains("AUTH=a+2Bb@client.test"));
        }
    }
}
