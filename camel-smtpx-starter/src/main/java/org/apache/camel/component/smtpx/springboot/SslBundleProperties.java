/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.jspecify.annotations.Nullable;

/** The one property that the component itself does not know. */
public class SslBundleProperties extends ComponentConfigurationPropertiesCommon {

    /**
     * Name of the SSL bundle (spring.ssl.bundle) that says whom to trust and which certificate to show. It takes the
     * place of ssl-context-parameters.
     */
    private @Nullable String sslBundle;

    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }
}
