/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.main.Main;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.xml.in.ModelParser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way to set an option: URI, placeholders, beans, properties, component, YAML, XML. */
class ConfiguringTest extends SmtpxTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext made = super.createCamelContext();
        Properties values = new Properties();
        values.setProperty("mail.server", server.address());
        values.setProperty("mail.sender", "ann@example.com");
        values.setProperty("mail.password", "a+b&c=d %20{}");
        made.getPropertiesComponent().setInitialProperties(values);
        return made;
    }

    @Test
    void placeholdersStandInTheUri() {
        template.sendBody("smtpx:{{mail.server}}?raw=true&sender={{mail.sender}}&recipients={{nobody:bob@example.org}}", MAIL);
        assertThat(server.message().sender()).isEqualTo("ann@example.com");
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void rawValuesAreTakenAsTheyAre() {
        server.authenticates("ann", "a+b&c=d%20");
        template.sendBody(smtpx("raw=true&" + ENVELOPE + "&allowCleartextAuth=true&username=ann&password=RAW(a+b&c=d%20)"),
                MAIL);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void rawPlaceholdersAreTakenAsTheyAre() {
        server.authenticates("ann", "a+b&c=d %20{}");
        template.sendBody(
                smtpx("raw=true&" + ENVELOPE + "&allowCleartextAuth=true&username=ann&password=RAW({{mail.password}})"), MAIL);
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void beansAreNamedWithAHash() {
        CredentialsSupplier tokens = CredentialsSupplier.of(new Credentials("ann", "fromBean", null, null));
        HeaderFilterStrategy filter = new DefaultHeaderFilterStrategy() {
            {
                setOutFilter(Set.of());
                setOutFilterPattern("(?!X-Mine).*");
            }
        };
        context.getRegistry().bind("tokens", tokens);
        context.getRegistry().bind("mine", filter);
        server.authenticates("ann", "fromBean");
        template.sendBodyAndHeader(smtpx("from=ann@example.com&to=bob@example.org&allowCleartextAuth=true"
                                         + "&credentialsSupplier=#tokens&headerFilterStrategy=#bean:mine"),
                "Hello", "X-Mine", "42");
        assertThat(server.message().text()).contains("X-Mine: 42\r\n");
    }

    @Test
    void theComponentHoldsDefaultsForItsEndpoints() {
        SmtpxComponent component = new SmtpxComponent();
        component.getConfiguration().setSender("default@example.com");
        component.getConfiguration().setRecipients("bob@example.org");
        component.getConfiguration().setRaw(true);
        context.addComponent("mailout", component);
        template.sendBody("mailout:" + server.address(), MAIL);
        template.sendBody("mailout:" + server.address() + "?sender=ann@example.com", MAIL);
        assertThat(server.messages()).extracting(message -> message.sender())
                .containsExactly("default@example.com", "ann@example.com");
        assertThat(component.getConfiguration().getHost()).isNull();
    }

    @Test
    void theEndpointCanBeBuiltWithoutAUri() throws Exception {
        SmtpxConfiguration options = new SmtpxConfiguration();
        options.setHost("localhost");
        options.setPort(server.port());
        options.setRaw(true);
        options.setSender("ann@example.com");
        options.setRecipients("bob@example.org");
        SmtpxEndpoint endpoint
                = new SmtpxEndpoint("smtpx:built", context.getComponent("smtpx", SmtpxComponent.class), options);
        endpoint.setCamelContext(context);
        template.sendBody(endpoint, MAIL);
        assertThat(server.messages()).hasSize(1);
        assertThat(endpoint.getServiceUrl()).isEqualTo(server.address());
        assertThat(endpoint.getServiceProtocol()).isEqualTo("smtp");
    }

    @Test
    void mainReadsTheOptionsOfTheComponentFromProperties() throws Exception {
        server.authenticates("ann", "geheim");
        Main main = new Main();
        main.addInitialProperty("camel.component.smtpx.sender", "ann@example.com");
        main.addInitialProperty("camel.component.smtpx.recipients", "bob@example.org");
        main.addInitialProperty("camel.component.smtpx.raw", "true");
        main.addInitialProperty("camel.component.smtpx.skip-bad", "true");
        main.addInitialProperty("camel.component.smtpx.connect-timeout", "5s");
        main.addInitialProperty("camel.component.smtpx.username", "ann");
        main.addInitialProperty("camel.component.smtpx.password", "geheim");
        main.addInitialProperty("camel.component.smtpx.allow-cleartext-auth", "true");
        main.addInitialProperty("camel.component.smtpx.event-loop-threads", "1");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").to("smtpx:" + server.address() + "?recipients=eve@example.org");
            }
        });
        main.start();
        try {
            SmtpxComponent component = main.getCamelContext().getComponent("smtpx", SmtpxComponent.class);
            assertThat(component.getConfiguration().getConnectTimeout()).isEqualTo(5000);
            assertThat(component.getConfiguration().isSkipBad()).isTrue();
            assertThat(component.getEventLoopThreads()).isEqualTo(1);
            main.getCamelTemplate().sendBody("direct:mail", MAIL);
        } finally {
            main.stop();
        }
        assertThat(server.message().sender()).isEqualTo("ann@example.com");
        assertThat(server.message().to()).containsExactly("eve@example.org");
    }

    @Test
    void aYamlRouteSends() throws Exception {
        load("route.yaml", """
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: smtpx
                            parameters:
                              host: localhost
                              port: %d
                              raw: true
                              sender: ann@example.com
                              recipients: bob@example.org,eve@example.org
                              skipBad: true
                """.formatted(server.port()));
        template.sendBody("direct:yaml", MAIL);
        assertThat(server.message().to()).containsExactly("bob@example.org", "eve@example.org");
    }

    @Test
    void anXmlRouteSends() throws Exception {
        String xml = """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route>
                    <from uri="direct:xml"/>
                    <to uri="smtpx:%s?raw=true&amp;sender=ann@example.com&amp;recipients=bob@example.org"/>
                  </route>
                </routes>
                """.formatted(server.address());
        RoutesDefinition routes = new ModelParser(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "http://camel.apache.org/schema/spring")
                .parseRoutesDefinition().orElseThrow();
        context.addRouteDefinitions(routes.getRoutes());
        template.sendBody("direct:xml", MAIL);
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }
}
