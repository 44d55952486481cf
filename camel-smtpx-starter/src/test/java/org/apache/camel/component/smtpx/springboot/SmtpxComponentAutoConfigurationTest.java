/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;

import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.SmtpxComponentConfigurer;
import org.apache.camel.component.smtpx.SmtpxConfiguration;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class SmtpxComponentAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CamelAutoConfiguration.class, SmtpxComponentConverter.class, SmtpxComponentAutoConfiguration.class));

    @Test
    void unconfiguredOptionsKeepTheComponentsDefaults() {
        application.run(context -> assertThat(options(component(context.getBean(CamelContext.class))))
                .isEqualTo(options(new SmtpxComponent())));
    }

    @Test
    void everyOptionCanBeSetByItsProperty() {
        Map<String, String> wanted = new HashMap<>();
        ComponentOption.all().values().stream().filter(option -> !option.name().equals("configuration"))
                .forEach(option -> wanted.put(option.name(), sample(option)));
        application.withUserConfiguration(Beans.class).withPropertyValues(
                wanted.entrySet().stream()
                        .map(option -> ComponentOption.all().get(option.getKey()).property() + "=" + option.getValue())
                        .toArray(String[]::new))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Map<String, Object> got = options(component(context.getBean(CamelContext.class)));
                    wanted.forEach((name, value) -> assertThat(got.get(name)).as(name).isEqualTo(
                            value.startsWith("#bean:")
                                    ? context.getBean(value.substring("#bean:".length()))
                                    : value.equals("90s") ? 90_000L : like(got.get(name), value)));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = { "1500ms", "1500", "PT1.5S" })
    void aTimeIsWrittenAsSpringWritesTimes(String text) {
        application.withPropertyValues("camel.component.smtpx.timeout=" + text, "camel.component.smtpx.idle-timeout=" + text)
                .run(context -> {
                    SmtpxConfiguration options = component(context.getBean(CamelContext.class)).getConfiguration();
                    assertThat(options.getTimeout()).isEqualTo(1500);
                    assertThat(options.getIdleTimeout()).isEqualTo(1500);
                });
    }

    @Test
    void aConfigurationBeanGivesDefaultsAndAPropertyBesideItHasTheLastWord() {
        application.withUserConfiguration(Beans.class).withPropertyValues(
                "camel.component.smtpx.configuration=#bean:defaults", "camel.component.smtpx.max-connections=3",
                "camel.component.smtpx.starttls=never", "camel.component.smtpx.cc=cy@example.net").run(context -> {
                    SmtpxConfiguration options = component(context.getBean(CamelContext.class)).getConfiguration();
                    assertThat(options.getFrom()).isEqualTo("ann@example.org");
                    assertThat(options.getMaxConnections()).isEqualTo(3);
                    assertThat(options.getStarttls()).isEqualTo(StartTls.NEVER);
                    assertThat(options.getCc()).isEqualTo("cy@example.net");
                    assertThat(context.getBean(SmtpxConfiguration.class).getMaxConnections()).isEqualTo(5);
                });
    }

    @Test
    void applicationComponentKeepsOptionsWithoutProperty() {
        application.withUserConfiguration(OwnComponent.class).withPropertyValues("camel.component.smtpx.subject=Lunch")
                .run(context -> {
                    SmtpxComponent component = component(context.getBean(CamelContext.class));
                    assertThat(component).isSameAs(context.getBean("smtpx"));
                    assertThat(component.getEventLoopThreads()).isEqualTo(2);
                    assertThat(component.getConfiguration().isSkipBad()).isTrue();
                    assertThat(component.getConfiguration().getSubject()).isEqualTo("Lunch");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "camel.component.smtpx.enabled", "camel.component.enabled",
            "camel.component.smtpx.customizer.enabled", "camel.component.customizer.enabled" })
    void switchedOffThePropertiesMeanNothing(String property) {
        application.withPropertyValues(property + "=false", "camel.component.smtpx.subject=Lunch").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(component(context.getBean(CamelContext.class)).getConfiguration().getSubject()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "ssl-context-parameters=#bean:nowhere", "ssl-context-parameters=#bean:token",
            "ssl-context-parameters=tls", "max-connections=many", "dsn-return=HALF", "timeout=soon" })
    void aValueThatCannotBeStopsTheApplication(String property) {
        application.withUserConfiguration(Beans.class).withPropertyValues("camel.component.smtpx." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(
                        "camel.component.smtpx." + property.substring(0, property.indexOf('='))));
    }

    private static SmtpxComponent component(CamelContext camel) {
        return camel.getComponent("smtpx", SmtpxComponent.class);
    }

    /** All options of a component but the bean that holds most of them. */
    private static Map<String, Object> options(SmtpxComponent component) {
        PropertyConfigurerGetter configurer = new SmtpxComponentConfigurer();
        Map<String, Object> options = new HashMap<>();
        ComponentOption.all().keySet().stream().filter(name -> !name.equals("configuration"))
                .forEach(name -> options.put(name, configurer.getOptionValue(component, name, false)));
        return options;
    }

    private static String sample(ComponentOption option) {
        if (!option.values().isEmpty()) {
            return option.values().get(option.values().size() - 1);
        }
        return switch (option.type()) {
            case "java.lang.Boolean" -> String.valueOf(!Boolean.TRUE.equals(option.defaultValue()));
            case "java.lang.Integer", "java.lang.Long" -> "7";
            case "java.lang.String" -> "a text for " + option.name();
            case "java.time.Duration" -> "90s";
            case "org.apache.camel.component.smtpx.SmtpxOperation" -> "noop";
            case "org.apache.camel.component.smtpx.mail.DsnReturn" -> "HDRS";
            case "org.apache.camel.component.smtpx.mail.MailVerb" -> "SAML";
            case "org.apache.camel.component.smtpx.mail.AddressFamily" -> "ipv6";
            case "org.apache.camel.component.smtpx.mail.Protocol" -> "lmtp";
            case "org.apache.camel.component.smtpx.mail.ProxyProtocol" -> "v2";
            case "org.apache.camel.component.smtpx.mail.StartTls", "org.apache.camel.component.smtpx.mail.OneFlight",
                    "org.apache.camel.component.smtpx.ExtensionUse", "org.apache.camel.component.smtpx.Throttling" ->
                "never";
            case "org.apache.camel.component.smtpx.UnsupportedAction" -> "fail";
            case "org.apache.camel.component.smtpx.EnvelopeHeaders" -> "none";
            default -> "#bean:" + Beans.NAMES.get(option.type());
        };
    }

    /** The value, in the type of what it is compared with. */
    private static Object like(Object other, String value) {
        if (other instanceof Boolean) {
            return Boolean.valueOf(value);
        }
        if (other instanceof Integer) {
            return Integer.valueOf(value);
        }
        if (other instanceof Long) {
            return Long.valueOf(value);
        }
        return other instanceof Enum<?> constant && constant.name().equalsIgnoreCase(value) ? other : value;
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        static final Map<String, String> NAMES = Map.of(
                SSLContextParameters.class.getName(), "tls", CredentialsSupplier.class.getName(), "token",
                ExecutorService.class.getName(), "workers", HeaderFilterStrategy.class.getName(), "headers",
                SaslClientFactory.class.getName(), "sasl", RefreshTokenStore.class.getName(), "refreshTokens");

        @Bean
        SmtpxConfiguration defaults() {
            SmtpxConfiguration defaults = new SmtpxConfiguration();
            defaults.setFrom("ann@example.org");
            defaults.setMaxConnections(5);
            return defaults;
        }

        @Bean
        SSLContextParameters tls() {
            return new SSLContextParameters();
        }

        @Bean
        CredentialsSupplier token() {
            return CredentialsSupplier.of(new Credentials("ann", null, "t0ken", null));
        }

        @Bean
        RefreshTokenStore refreshTokens() {
            return new RefreshTokenStore() {
                @Override
                public String load() {
                    return null;
                }

                @Override
                public void store(String refreshToken) {
                    throw new IllegalStateException("no token is rotated here");
                }
            };
        }

        @Bean(destroyMethod = "shutdown")
        ExecutorService workers() {
            return new ForkJoinPool(1);
        }

        @Bean
        HeaderFilterStrategy headers() {
            return new DefaultHeaderFilterStrategy();
        }

        @Bean
        SaslClientFactory sasl() {
            return new SaslClientFactory() {
                @Override
                public SaslClient createSaslClient(
                        String[] mechanisms, String authorizationId, String protocol, String serverName, Map<String, ?> props,
                        CallbackHandler handler) {
                    return null;
                }

                @Override
                public String[] getMechanismNames(Map<String, ?> props) {
                    return new String[] { "X-OURS" };
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnComponent {

        @Bean
        SmtpxComponent smtpx() {
            SmtpxComponent component = new SmtpxComponent();
            component.setEventLoopThreads(2);
            component.getConfiguration().setSkipBad(true);
            return component;
        }
    }
}
