/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.smtpx.Catalog.Entry;
import org.apache.camel.component.smtpx.dsl.SmtpxComponentBuilderFactory;
import org.apache.camel.component.smtpx.dsl.SmtpxEndpointBuilderFactory;
import org.apache.camel.component.smtpx.dsl.StaticEndpointBuilders;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Camel's tools and other ways to write routes know of the component: catalog, typed builders, Kamelet, native
 * images.
 */
class ToolsTest extends SmtpxTestSupport {

    private static final Path GENERATED = Path.of("src", "generated", "resources", "META-INF");
    private static final Path KAMELET = Path.of("src", "main", "filtered", "kamelets", "smtpx-sink.kamelet.yaml");

    @Test
    void theCatalogOfCamelChecksEndpoints() throws Exception {
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent("smtpx", SmtpxComponent.class.getName(),
                Files.readString(GENERATED.resolve("org/apache/camel/component/smtpx/smtpx.json")));

        EndpointValidationResult good
                = catalog.validateEndpointProperties("smtpx:mx.example.org:587?skipBad=true&to=bob@x.org");
        assertThat(good.isSuccess()).as(String.valueOf(good)).isTrue();
        EndpointValidationResult bad
                = catalog.validateEndpointProperties("smtpx:mx.example.org?skipbad=perhaps&starttls=maybe");
        assertThat(bad.getUnknown()).containsExactly("skipbad");
        assertThat(bad.getInvalidEnum()).containsOnlyKeys("starttls");
    }

    @Test
    void typedBuildersMakeEndpointsAndComponents() throws Exception {
        SmtpxComponentBuilderFactory.smtpx().skipBad(true).register(context, "relay");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::builder[]
                from("direct:typed")
                        .to(StaticEndpointBuilders.smtpx("{{mail.server}}").from("ann@example.com").to("bob@example.org")
                                .subject("Hello").skipBad(true));
                // end::builder[]
                from("direct:relayed").to(SmtpxEndpointBuilderFactory.endpointBuilder("relay", server.address())
                        .from("ann@example.com").to("bob@example.org,eve@example.org"));
            }
        });
        template.sendBody("direct:typed", "Hello Bob");
        assertThat(server.message().text()).contains("Subject: Hello\r\n", "Hello Bob");
        server.reset();
        server.onRecipient("eve@example.org").reply("550 5.1.1 no such user");
        template.sendBody("direct:relayed", "Hello Bob");
        assertThat(server.message().to()).containsExactly("bob@example.org");
    }

    @Test
    void theTypedBuildersHaveEveryOption() throws Exception {
        Set<String> endpoint = Stream.of(SmtpxEndpointBuilderFactory.SmtpxEndpointBuilder.class,
                SmtpxEndpointBuilderFactory.AdvancedSmtpxEndpointBuilder.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getName).collect(Collectors.toSet());
        Set<String> component = Arrays.stream(SmtpxComponentBuilderFactory.SmtpxComponentBuilder.class.getMethods())
                .map(Method::getName).collect(Collectors.toSet());
        assertThat(Catalog.read().query()).as("run src/test/scripts/builders").extracting(Entry::name).isSubsetOf(endpoint);
        assertThat(Catalog.read().component()).as("run src/test/scripts/builders").extracting(Entry::name)
                .isSubsetOf(component);
    }

    /** Camel's kamelet component cannot be had here; a direct endpoint of that name stands for it. */
    @Test
    void theKameletSends() throws Exception {
        context.addComponent("kamelet", new DirectComponent());
        Resource kamelet = ResourceHelper.fromString("smtpx-sink.kamelet.yaml", Files.readString(KAMELET));
        PluginHelper.getRoutesLoader(context).loadRoutes(kamelet);
        TemplatedRouteBuilder.builder(context, "smtpx-sink").routeId("sink")
                .parameters(Map.of("server", server.address(), "from", "ann@example.com", "subject", "Alarm")).add();

        template.sendBodyAndHeader("kamelet:source", "It is hot", "To", "bob@example.org");
        assertThat(server.message().to()).containsExactly("bob@example.org");
        assertThat(server.message().text()).contains("Subject: Alarm\r\n", "It is hot");
    }

    @Test
    void nativeImagesKeepWhatCamelLoadsByName() throws Exception {
        String metadata = Files.readString(Path.of(
                "src/main/resources/META-INF/native-image/io.github.camel-smtpx/camel-smtpx/reachability-metadata.json"));
        Set<String> loaded;
        try (Stream<Path> services = Files.walk(GENERATED.resolve("services"))) {
            loaded = services.filter(Files::isRegularFile).flatMap(ToolsTest::classes).collect(Collectors.toSet());
        }
        assertThat(loaded).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(metadata).contains('"' + name + '"'));
    }

    private static Stream<String> classes(Path service) {
        try {
            return Files.readAllLines(service).stream().filter(line -> line.contains("org.apache.camel.component.smtpx."))
                    .map(line -> line.substring(line.indexOf("org.apache.camel.component.smtpx.")).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
