/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.auth.OAuth2Exception;
import org.apache.camel.component.smtpx.auth.OAuth2Settings;
import org.apache.camel.component.smtpx.auth.OAuth2TokenSupplier;
import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token suppliers of a component, one for each account. Providers that rotate refresh tokens accept each one once,
 * so all endpoints of an account share what is known of it, and a route that is started again goes on with it.
 */
final class OAuth2Accounts {

    private record Key(OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
            @Nullable SSLContextParameters tls) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(OAuth2Accounts.class);

    private final Map<Key, CredentialsSupplier> suppliers = new HashMap<>();
    private final Map<RefreshTokenFamily.Key, RefreshTokenFamily> families = new HashMap<>();
    private final Consumer<String> warnings;

    OAuth2Accounts() {
        this(LOG::warn);
    }

    OAuth2Accounts(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** The supplier of an account, made if there is none. */
    synchronized CredentialsSupplier supplier(
            OAuth2Settings settings, @Nullable String username, @Nullable RefreshTokenStore store,
            @Nullable SSLContextParameters tls, CamelContext context) {
        Key key = new Key(settings, username, store, tls);
        CredentialsSupplier known = suppliers.get(key);
        if (known == null) {
            RefreshTokenFamily family = family(settings, store);
            // Created for each request, so that stores that have changed are loaded again
            CredentialsSupplier tokens = new OAuth2TokenSupplier(
                    settings, username, family, tls == null ? null : () -> tls.createSSLContext(context));
            known = new Warning(tokens, family, username, warnings);
            suppliers.put(key, known);
        }
        return known;
    }

    /** The family of the refresh token; null without one. */
    private @Nullable RefreshTokenFamily family(OAuth2Settings settings, @Nullable RefreshTokenStore store) {
        String token = settings.refreshToken();
        return token == null
                ? null : families.computeIfAbsent(
                        new RefreshTokenFamily.Key(settings.tokenEndpoint(), settings.clientId(), token, store),
                        unknown -> new RefreshTokenFamily(store));
    }

    /** Warns once when the token endpoint refuses the account for good, however many messages fail for it. */
    private static final class Warning implements CredentialsSupplier {
        private final CredentialsSupplier supplier;
        private final @Nullable RefreshTokenFamily family;
        private final @Nullable String username;
        private final Consumer<String> warnings;
        private final AtomicBoolean refused = new AtomicBoolean();

        Warning(CredentialsSupplier supplier, @Nullable RefreshTokenFamily family, @Nullable String username,
                Consumer<String> warnings) {
            this.supplier = supplier;
            this.family = family;
            this.username = username;
            this.warnings = warnings;
        }

        @Override
        public Credentials get() throws Exception {
            try {
                Credentials credentials = family == null ? supplier.get() : family.get(supplier);
                refused.set(false);
                return credentials;
            } catch (OAuth2Exception e) {
                if (e.isPermanent() && refused.compareAndSet(false, true)) {
                    warnings.accept("OAuth 2: no token for " + (username == null ? "the application" : username)
                                    + " until its settings or its consent change: " + e.getMessage());
                }
                throw e;
            }
        }

        @Override
        public void rejected(Credentials credentials) {
            supplier.rejected(credentials);
        }

        @Override
        public String toString() {
            return supplier.toString();
        }
    }
}
