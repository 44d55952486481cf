/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The security providers that sign. One that is named counts without a test. {@value #AUTO} takes the fastest provider
 * whose signature is the JDK's, octet by octet: PKCS #1 and Ed25519 signatures have no random part. Besides the
 * registered providers, known ones are used that are on the class path only. Thread-safe.
 */
public final class DkimProviders {

    /** The name that stands for the fastest provider. */
    public static final String AUTO = "auto";

    /** Classes of known providers, by name. */
    private static final Map<String, String> KNOWN = Map.of(
            "BC", "org.bouncycastle.jce.provider.BouncyCastleProvider",
            "AmazonCorrettoCryptoProvider", "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
    private static final byte[] SAMPLE = new byte[1000];
    /** Signatures of the self-test: the fastest of them counts, since the first ones are not compiled yet. */
    private static final int ROUNDS = 20;

    private final Function<String, @Nullable Class<?>> classes;
    private final Consumer<String> onChoice;
    private final Map<String, Provider> fastest = new ConcurrentHashMap<>();

    /**
     * @param classes  a class by its name; null if there is none
     * @param onChoice receives the result of each self-test, in one line
     */
    public DkimProviders(Function<String, @Nullable Class<?>> classes, Consumer<String> onChoice) {
        this.classes = classes;
        this.onChoice = onChoice;
    }

    /**
     * The key with a provider.
     *
     * @param  name                     a provider's name or {@value #AUTO}; null for the order of the JDK
     * @throws IllegalArgumentException if there is no such provider, or it does not sign with this key
     */
    public DkimKey apply(@Nullable String name, DkimKey key) {
        if (name == null) {
            return key;
        }
        if (!name.equalsIgnoreCase(AUTO)) {
            return signing(key, named(name));
        }
        // The test takes some 100 ms of each provider, so it runs once for all keys of a kind.
        return key.with(fastest.computeIfAbsent(key.kind(), kind -> fastest(key)));
    }

    private static DkimKey signing(DkimKey key, Provider provider) {
        DkimKey with = key.with(provider);
        with.sign(SAMPLE);
        return with;
    }

    private Provider named(String name) {
        Provider registered = Security.getProvider(name);
        Provider provider = registered != null ? registered : onClassPath(name);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "there is no security provider " + name + "; there are "
                                               + Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
        }
        return provider;
    }

    private @Nullable Provider onClassPath(String name) {
        String type = KNOWN.get(name);
        Class<?> found = type == null ? null : classes.apply(type);
        try {
            return found == null ? null : (Provider) found.getConstructor().newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // As if it were not there: its native part may be for another system.
            return null;
        }
    }

    private Provider fastest(DkimKey key) {
        byte[] expected = key.sign(SAMPLE);
        Provider best = null;
        long least = Long.MAX_VALUE;
        List<String> seen = new ArrayList<>();
        for (Provider provider : candidates(key)) {
            long nanos = nanos(key, provider, expected);
            seen.add(provider.getName() + (nanos == Long.MAX_VALUE ? " not as Java" : " " + nanos / 1000 + " us"));
            if (nanos < least) {
                least = nanos;
                best = provider;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no security provider signs with " + key);
        }
        onChoice.accept(key + " signs with " + best.getName() + " (" + String.join(", ", seen) + ")");
        return best;
    }

    private Set<Provider> candidates(DkimKey key) {
        Set<Provider> all = new LinkedHashSet<>();
        Provider[] registered = Security.getProviders("Signature." + key.signatureName());
        if (registered != null) {
            all.addAll(List.of(registered));
        }
        for (String name : KNOWN.keySet()) {
            Provider known = Security.getProvider(name) == null ? onClassPath(name) : null;
            if (known != null) {
                all.add(known);
            }
        }
        return all;
    }

    /** Nanoseconds of its fastest signature; {@link Long#MAX_VALUE} if it does not sign as expected. */
    private static long nanos(DkimKey key, Provider provider, byte[] expected) {
        long least = Long.MAX_VALUE;
        try {
            DkimKey with = key.with(provider);
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                byte[] signature = with.sign(SAMPLE);
                least = Math.min(least, System.nanoTime() - start);
                if (!Arrays.equals(signature, expected)) {
                    return Long.MAX_VALUE;
                }
            }
        } catch (RuntimeException | LinkageError e) {
            return Long.MAX_VALUE;
        }
        return least;
    }
}
