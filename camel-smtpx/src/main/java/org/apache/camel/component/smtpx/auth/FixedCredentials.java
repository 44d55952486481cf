/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

/**
 * Supplies the same credentials for every login, so they are known before the first one.
 *
 * @param credentials what is supplied
 */
public record FixedCredentials(Credentials credentials) implements CredentialsSupplier {

    @Override
    public Credentials get() {
        return credentials;
    }
}
