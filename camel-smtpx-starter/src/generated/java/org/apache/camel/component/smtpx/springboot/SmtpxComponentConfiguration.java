package org.apache.camel.component.smtpx.springboot;

import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties(prefix = "camel.component.smtpx")
public class SmtpxComponentConfiguration extends ComponentConfigurationPropertiesCommon {
}
