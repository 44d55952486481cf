/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The TLS of the testkit with the component. */
class TestkitTlsTest extends CamelTestSupport {

    @RegisterExtension
    final SmtpxTestServer submission = new SmtpxTestServer().startTls().authenticates("ann", "sesame");

    @RegisterExtension
    final SmtpxTestServer submissions = new SmtpxTestServer().implicitTls().authenticates("ann", "sesame");

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                getContext().getRegistry().bind("first", trusting(submission));
                getContext().getRegistry().bind("second", trusting(submissions));
                // tag::tls[]
                from("direct:order").to("smtpx:" + submission.address() + "?starttls=required&sslContextParameters=#first"
                                        + "&username=ann&password=sesame&from=shop@example.com&to=bob@example.org");
                // end::tls[]
                from("direct:implicit").to("smtpx:" + submissions.address() + "?ssl=true&sslContextParameters=#second"
                                           + "&username=ann&password=sesame&from=shop@example.com&to=bob@example.org");
            }
        };
    }

    // tag::trust[]
    static SSLContextParameters trusting(SmtpxTestServer server) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(server.trustStore());
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }
    // end::trust[]

    @Test
    void theOrderArrivesOverStartTls() {
        template.sendBody("direct:order", "One bicycle");
        assertThat(submission.commands("STARTTLS")).hasSize(1);
        assertThat(submission.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void theOrderArrivesOverImplicitTls() {
        template.sendBody("direct:implicit", "One bicycle");
        assertThat(submissions.message().to()).containsExactly("bob@example.org");
    }
}
