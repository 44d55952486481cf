/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.xml.in.ModelParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** YAML, XML and properties of the documentation page. */
class DocumentedConfigurationTest extends SmtpxTestSupport {

    private static final Path DOCS = Path.of("src", "test", "resources", "docs");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        made.getPropertiesComponent().addInitialProperty("mail.server", server.address());
        return made;
    }

    @Test
    void theYamlRouteSends() throws Exception {
        Resource resource = ResourceHelper.fromString("route.yaml", Files.readString(DOCS.resolve("route.yaml")));
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        template.sendBody("direct:yaml", "Hello");
        assertThat(server.message().to()).containsExactly("bob@example.org", "eve@example.org");
        assertThat(server.message().text()).contains("Subject: Minutes\r\n");
    }

    @Test
    void theXmlRouteSends() throws Exception {
        try (InputStream xml = Files.newInputStream(DOCS.resolve("route.xml"))) {
            context.addRouteDefinitions(new ModelParser(xml, "http://camel.apache.org/schema/spring")
                    .parseRoutesDefinition().orElseThrow().getRoutes());
        }
        template.sendBody("direct:xml", "Hello");
        assertThat(server.message().text()).contains("Subject: Minutes\r\n");
    }

    /** No server is asked: a connection is made with the first message only. All options are checked, though. */
    @ParameterizedTest
    @ValueSource(strings = { "gmail", "microsoft365", "ses", "implicit-tls", "relay" })
    void theRouteStartsWithTheProperties(String name) throws Exception {
        Main main = new Main();
        main.setOverrideProperties(properties(name));
        for (String value : new String[] {
                "mail.client.id", "mail.client.secret", "mail.refresh.token", "mail.tenant", "mail.user", "mail.password" }) {
            main.addInitialProperty(value, "some-" + value);
        }
        main.configure().withAutoConfigurationFailFast(true).addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").routeId("mail").to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org");
            }
        });
        main.start();
        try {
            assertThat(main.getCamelContext().getRouteController().getRouteStatus("mail")).isEqualTo(ServiceStatus.Started);
            SmtpxConfiguration options = main.getCamelContext().getEndpoints().stream()
                    .filter(SmtpxEndpoint.class::isInstance).map(SmtpxEndpoint.class::cast).findFirst().orElseThrow()
                    .getConfiguration();
            assertThat(options.getHost()).isNotBlank();
            assertThat(name.equals("relay") || options.getUsername() != null).isTrue();
        } finally {
            main.stop();
        }
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(DOCS.resolve(name + ".properties"))) {
            properties.load(in);
        }
        return properties;
    }
}
