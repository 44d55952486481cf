/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.auth.OAuth2Settings;
import org.apache.camel.component.smtpx.auth.OAuth2TokenSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * The token suppliers of a component, one for each account. Providers that rotate refresh tokens accept each one once,
 * so all endpoints of an account share what is known of it, and a route that is started again goes on with it.
 */
final class OAuth2Accounts {

    private record Key(OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
            @Nullable SSLContextParameters tls) {
    }

    private final Map<Key, OAuth2TokenSupplier> suppliers = new HashMap<>();

    /** The supplier of an account, made if there is none. */
    synchronized OAuth2TokenSupplier supplier(
            OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
            @Nullable SSLContextParameters tls, CamelContext context) {
        Key key = new Key(settings, username, store, tls);
        OAuth2TokenSupplier known = suppliers.get(key);
        if (known == null) {
            // Created for each request, so that stores that have changed are loaded again
            known = new OAuth2TokenSupplier(
                    settings, username, store, tls == null ? null : () -> tls.createSSLContext(context));
            suppliers.put(key, known);
        }
        return known;
    }
}
