/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** Labels of servers, warnings about settings, and the wire log. */
class OperatorViewTest extends SmtpxTestSupport {

    private static final String WIRE = "org.apache.camel.component.smtpx.wire";

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
            "smtpx:mx.example.org mx.example.org:25",
            "smtpx:mx.example.org?ssl=true mx.example.org:465",
            "smtpx:localhost:1,localhost:41333 localhost:1,localhost:41333",
            "smtpx:[::1],mx2.example.org [::1]:25,mx2.example.org:25" })
    void everyServerOfAListIsLabelledWithItsPort(String uri, String label) {
        SmtpxEndpoint endpoint = context.getEndpoint(uri, SmtpxEndpoint.class);
        assertThat(endpoint.getServiceUrl()).isEqualTo(label);
        assertThat(endpoint.via().server()).isEqualTo(label.split(",")[0]);
    }

    @Test
    void globalTlsParametersThatAreMissingAreWarnedOfOnce() {
        try (LogCapture log = new LogCapture(SmtpxComponent.class.getName(), Level.WARN)) {
            SmtpxComponent component = new SmtpxComponent(context);
            component.setUseGlobalSslContextParameters(true);
            context.addComponent("strict", component);
            context.getEndpoint("strict:one.example.org");
            context.getEndpoint("strict:two.example.org");
            assertThat(log.lines()).singleElement().asString()
                    .startsWith("WARN useGlobalSslContextParameters=true, and the CamelContext has no SSLContextParameters");
        }
    }

    @Test
    void theWireLogFollowsItsLogger() {
        try (LogCapture log = new LogCapture(WIRE, Level.DEBUG)) {
            deliver("raw=true&" + ENVELOPE, MAIL);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("DEBUG #") && line.contains("C: EHLO "))
                    .anyMatch(line -> line.contains("S: 250"));
        }
    }

    @Test
    void camelMailsNameOfTheContentTypeCounts() {
        deliver("from=ann@example.com&to=bob@example.org", "<p>Hello</p>",
                Map.of("contentType", "text/html", "Content-Type", "text/plain"));
        assertThat(server.message().text()).contains("Content-Type: text/html");
    }
}
