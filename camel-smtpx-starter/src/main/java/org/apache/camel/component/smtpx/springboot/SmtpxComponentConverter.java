/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

import javax.security.sasl.SaslClientFactory;

import org.apache.camel.component.smtpx.SmtpxConfiguration;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Finds the beans that properties name, as {@code #bean:name} or {@code #name}.
 */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesBinding
public class SmtpxComponentConverter implements GenericConverter {

    private static final Set<Class<?>> BEANS = Set.of(
            SmtpxConfiguration.class, CredentialsSupplier.class, ExecutorService.class, HeaderFilterStrategy.class,
            RefreshTokenStore.class, SaslClientFactory.class, SSLContextParameters.class);

    private final ApplicationContext applicationContext;

    public SmtpxComponentConverter(ApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return BEANS.stream().map(type -> new ConvertiblePair(String.class, type)).collect(Collectors.toSet());
    }

    /** Fails when there is no such bean, when it is of another type, or when the text names no bean at all. */
    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        if (source == null) {
            return null;
        }
        String reference = source.toString();
        if (!reference.startsWith("#")) {
            throw new IllegalArgumentException(
                    "a " + targetType.getType().getSimpleName() + " is named by #bean:name, which this value is not");
        }
        String name = reference.startsWith("#bean:") ? reference.substring("#bean:".length()) : reference.substring(1);
        return applicationContext.getBean(name, targetType.getType());
    }
}
