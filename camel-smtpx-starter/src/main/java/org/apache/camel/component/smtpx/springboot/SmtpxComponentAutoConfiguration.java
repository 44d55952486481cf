/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.SmtpxConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfigureAfter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Gives the properties {@code camel.component.smtpx.*} to the component when Camel makes it. Off with
 * {@code camel.component.smtpx.enabled=false}; the component then works as without this starter.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@EnableConfigurationProperties({ ComponentConfigurationProperties.class, SmtpxComponentConfiguration.class })
@ConditionalOnHierarchicalProperties({ "camel.component", "camel.component.smtpx" })
@AutoConfigureAfter({ CamelAutoConfiguration.class, SmtpxComponentConverter.class })
public class SmtpxComponentAutoConfiguration {

    /** What the component knows nothing of. */
    private static final Set<String> OF_THE_STARTER = Set.of("enabled", "customizer", "sslBundle");

    private final ApplicationContext applicationContext;
    private final SmtpxComponentConfiguration configuration;

    public SmtpxComponentAutoConfiguration(ApplicationContext applicationContext, SmtpxComponentConfiguration configuration) {
        this.applicationContext = applicationContext;
        this.configuration = configuration;
    }

    @Lazy
    @Bean
    public ComponentCustomizer configureSmtpxComponent() {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component target) {
                apply((SmtpxComponent) target);
            }

            @Override
            public boolean isEnabled(String name, Component target) {
                return target instanceof SmtpxComponent && HierarchicalPropertiesEvaluator.evaluate(
                        applicationContext, "camel.component.customizer", "camel.component.smtpx.customizer");
            }
        };
    }

    /**
     * The configuration bean comes first, so that a property beside it has the last word, and it is copied, so that the
     * bean stays as it is. A value that the component cannot take is an error, never left out in silence.
     */
    private void apply(SmtpxComponent component) {
        CamelContext camel = component.getCamelContext();
        Map<String, Object> options = CamelPropertiesHelper.getNonNullProperties(camel, configuration);
        options.keySet().removeAll(OF_THE_STARTER);
        if (options.remove("configuration") instanceof SmtpxConfiguration defaults) {
            component.setConfiguration(defaults.copy());
        }
        CamelPropertiesHelper.setCamelProperties(camel, component, options, true);
        String bundle = configuration.getSslBundle();
        if (bundle != null) {
            if (configuration.getSslContextParameters() != null) {
                throw new IllegalArgumentException(
                        "camel.component.smtpx.ssl-bundle and camel.component.smtpx.ssl-context-parameters exclude each other");
            }
            component.getConfiguration().setSslContextParameters(BundledTls.parameters(
                    applicationContext.getBean(SslBundles.class), bundle, () -> reload(component, bundle)));
        }
    }

    /** Spring logs what this throws, and watches on. */
    private static void reload(SmtpxComponent component, String bundle) {
        try {
            component.reloadTls();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the SSL bundle " + bundle + " cannot be used: " + e.getMessage(), e);
        }
    }
}
