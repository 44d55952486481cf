/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

/**
 * Gives the credentials of each new connection, so that passwords and tokens can rotate.
 *
 * <p>
 * Called from many threads, never from an event loop; it may wait, within the time the caller allows for a login.
 */
@FunctionalInterface
public interface CredentialsSupplier {

    /**
     * The credentials to log in with now.
     *
     * @throws Exception if there are none to be had; the connection is not made. Its message is shown to users and must
     *                   not contain a secret
     */
    Credentials get() throws Exception;

    /**
     * Says that a server refused these credentials, so that they are not handed out again from a cache.
     *
     * @param credentials what {@link #get()} gave
     */
    default void rejected(Credentials credentials) {
    }

    /** Always the same credentials. */
    static CredentialsSupplier of(Credentials credentials) {
        return new FixedCredentials(credentials);
    }
}
