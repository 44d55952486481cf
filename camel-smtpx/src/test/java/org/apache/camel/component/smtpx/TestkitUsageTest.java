/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

// tag::extension[]
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestkitUsageTest extends CamelTestSupport {

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:order")
                        .to("smtpx:" + server.address() + "?from=shop@example.com&to=bob@example.org&subject=Your order");
            }
        };
    }

    @Test
    void theOrderArrives() {
        template.sendBody("direct:order", "One bicycle");
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(server.message().text()).contains("Subject: Your order\r\n", "One bicycle");
    }

    @Test
    void aServerThatIsGoingDownIsNoReasonToGiveUp() {
        server.on("MAIL").closeWith("421 4.3.2 going down");
        assertThatThrownBy(() -> template.sendBody("direct:order", "One bicycle"))
                .isInstanceOf(CamelExecutionException.class).cause().isInstanceOf(SmtpxTransientException.class);
        assertThat(server.messages()).isEmpty();
    }
}
// end::extension[]
