/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.EnhancedStatus;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.component.smtpx.mail.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The JSON form of an outcome. */
class OutcomeJsonTest extends SmtpxTestSupport {

    private static final SendDetails VIA = new SendDetails(
            "mx.example.org", 25, "TLSv1.3", "TLS_AES_128_GCM_SHA256", "GATED", List.of("NOTIFY"), Duration.ofMillis(2),
            Duration.ofMillis(31), List.of("S: 220 secret transcript"), List.of("a line is long"),
            Duration.ofMillis(1500), List.of());
    private static final Outcome OUTCOME = Outcome.of(
            List.of(
                    RecipientResult.delivered(Recipient.of("bob@example.org"), Reply.of(250, "2.0.0 queued as \"42\"")),
                    RecipientResult.refused(Recipient.of("eve@example.org"), Stage.RCPT, Reply.of(550, "5.1.1 no such user")),
                    RecipientResult.failed(Recipient.of("joe@example.org"), Stage.RCPT, "too many")),
            Stage.FINAL, null, null, VIA);
    // tag::json[]
    private static final String JSON = """
            {"outcome":"DELIVERED","transient":true,"stage":"FINAL",\
            "code":250,"status":"2.0.0","text":"2.0.0 queued as \\"42\\"",\
            "recipients":[\
            {"address":"bob@example.org","fate":"DELIVERED","stage":"FINAL",\
            "code":250,"status":"2.0.0","text":"2.0.0 queued as \\"42\\""},\
            {"address":"eve@example.org","fate":"REJECTED","stage":"RCPT",\
            "code":550,"status":"5.1.1","text":"5.1.1 no such user"},\
            {"address":"joe@example.org","fate":"FAILED","stage":"RCPT","text":"too many"}],\
            "server":"mx.example.org:25","tls":"TLSv1.3","plan":"GATED","dropped":["NOTIFY"],\
            "warnings":["a line is long"],\
            "retryAfterMillis":1500,"waitedMillis":2,"tookMillis":31}""";
    // end::json[]

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:json").setBody(header(SmtpxConstants.OUTCOME)).marshal().json();
                from("direct:converted").setBody(header(SmtpxConstants.OUTCOME)).convertBodyTo(Map.class).marshal().json();
            }
        };
    }

    @Test
    void theConverterAndJacksonGiveTheSameText() throws Exception {
        assertThat(context.getTypeConverter().mandatoryConvertTo(String.class, OUTCOME)).isEqualTo(JSON);
        assertThat(new ObjectMapper().writeValueAsString(OUTCOME)).isEqualTo(JSON);
        assertThat(new ObjectMapper().findAndRegisterModules().writeValueAsString(OUTCOME)).isEqualTo(JSON);
        Map<String, Object> header = Map.of(SmtpxConstants.OUTCOME, OUTCOME);
        assertThat(template.requestBodyAndHeaders("direct:json", null, header, String.class)).isEqualTo(JSON);
        assertThat(template.requestBodyAndHeaders("direct:converted", null, header, String.class)).isEqualTo(JSON);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(Object value) throws Exception {
        return context.getTypeConverter().mandatoryConvertTo(Map.class, value);
    }

    @Test
    void everyPartHasTheSameForm() throws Exception {
        assertThat(map(OUTCOME)).isEqualTo(OUTCOME.toMap());
        assertThat(map(VIA)).isEqualTo(VIA.toMap())
                .doesNotContainKey("transcript");
        RecipientResult result = OUTCOME.results().get(1);
        assertThat(map(result)).isEqualTo(result.toMap());
        assertThat(map(Reply.of(354, "go on")))
                .isEqualTo(Map.of("code", 354, "text", "go on"));
        Recipient recipient = new Recipient(
                Recipient.of("bob@example.org").address(), Set.of(Notify.FAILURE), "rfc822;robert@example.org");
        assertThat(new ObjectMapper().writeValueAsString(recipient)).isEqualTo(
                "{\"address\":\"bob@example.org\",\"notify\":[\"FAILURE\"],"
                                                                               + "\"originalRecipient\":\"rfc822;robert@example.org\"}");
    }

    @Test
    void addressMailboxAndStatusAreTexts() throws Exception {
        assertThat(new ObjectMapper().writeValueAsString(List.of(
                Address.parse("bob@example.org"), Mailbox.of("Müller, Bob", "bob@example.org"),
                EnhancedStatus.parse("5.1.1 no"))))
                .isEqualTo("[\"bob@example.org\",\"\\\"Müller, Bob\\\" <bob@example.org>\",\"5.1.1\"]");
    }

    @Test
    void aRealOutcomeHasNoTranscript() throws Exception {
        server.onContent().times(1).drop();
        Outcome outcome = header(send("raw=true&" + ENVELOPE, MAIL), SmtpxConstants.OUTCOME, Outcome.class);
        assertThat(outcome.via().transcript()).isNotEmpty();
        assertThat(context.getTypeConverter().mandatoryConvertTo(String.class, outcome))
                .startsWith("{\"outcome\":\"UNKNOWN\",\"transient\":false,\"stage\":\"FINAL\",\"failure\":\"")
                .doesNotContain("EHLO");
    }
}
