/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of a client: the same one for all connections, so that TLS sessions can be resumed, until the stores
 * of the parameters are loaded again. Safe for use by many threads; {@link #get()} does not block.
 */
final class ReloadableTls implements Supplier<SSLContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableTls.class);

    private final @Nullable SSLContextParameters parameters;
    private final CamelContext context;
    private final List<String> stores;
    private volatile SSLContext current;
    /** Of the stores, when they were last looked at. Guarded by this. */
    private byte[] digest;
    /** The last failure, which is logged once. Guarded by this. */
    private String failure = "";

    /** @param parameters null for the default context of this Java runtime, which is never loaded again */
    ReloadableTls(@Nullable SSLContextParameters parameters, CamelContext context) throws GeneralSecurityException {
        this.parameters = parameters;
        this.context = context;
        this.stores = stores(parameters);
        try {
            // Before the stores are loaded: what changes meanwhile is seen the next time.
            this.digest = digest();
            this.current = create();
        } catch (IOException e) {
            throw new GeneralSecurityException("sslContextParameters cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public SSLContext get() {
        return current;
    }

    /** Whether there are stores that can be watched. */
    boolean isWatchable() {
        return !stores.isEmpty();
    }

    /**
     * Loads the stores again. Blocks.
     *
     * @return                          whether new connections use another context from now on
     * @throws GeneralSecurityException if that fails; the previous context stays in use
     */
    synchronized boolean reload() throws GeneralSecurityException {
        if (parameters == null) {
            return false;
        }
        try {
            byte[] read = digest();
            current = create();
            // Not before: what could not be loaded is tried again, as after its password was replaced.
            digest = read;
            failure = "";
            return true;
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("sslContextParameters cannot be loaded again: " + e.getMessage(), e);
        }
    }

    /**
     * Loads the stores again if their content has changed. What fails is logged once, and the previous context stays in
     * use. Blocks.
     *
     * @return whether new connections use another context from now on
     */
    synchronized boolean reloadIfChanged() {
        try {
            byte[] before = digest;
            byte[] now = digest();
            boolean changed = !MessageDigest.isEqual(before, now) && reload();
            if (changed) {
                LOG.info("TLS: {} loaded again", stores);
            }
            return changed;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            String text = String.valueOf(e.getMessage());
            if (!text.equals(failure)) {
                LOG.warn("TLS: {} cannot be loaded again, so the previous content stays in use: {}", stores, text);
            }
            failure = text;
            return false;
        }
    }

    private SSLContext create() throws GeneralSecurityException, IOException {
        return parameters == null ? SSLContext.getDefault() : parameters.createSSLContext(context);
    }

    private byte[] digest() throws GeneralSecurityException, IOException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (String store : stores) {
            try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(
                    context, context.resolvePropertyPlaceholders(store))) {
                sha.update(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
            }
        }
        return sha.digest();
    }

    private static List<String> stores(@Nullable SSLContextParameters parameters) {
        List<String> stores = new ArrayList<>();
        if (parameters != null && parameters.getKeyManagers() != null) {
            add(stores, parameters.getKeyManagers().getKeyStore());
        }
        if (parameters != null && parameters.getTrustManagers() != null) {
            add(stores, parameters.getTrustManagers().getKeyStore());
        }
        return List.copyOf(stores);
    }

    private static void add(List<String> stores, @Nullable KeyStoreParameters store) {
        if (store != null && store.getResource() != null) {
            stores.add(store.getResource());
        }
    }
}
