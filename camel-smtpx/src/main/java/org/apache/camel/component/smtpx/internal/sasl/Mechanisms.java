/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a SASL mechanism and makes its client.
 *
 * <p>
 * Without a preference the order is: OAUTHBEARER, XOAUTH2 (with an access token), SCRAM with channel binding, SCRAM,
 * DIGEST-MD5, CRAM-MD5, PLAIN, LOGIN. EXTERNAL comes last, and only if there are no credentials but a client
 * certificate. GSSAPI, ANONYMOUS and otherwise EXTERNAL are used only if the preference names them. A preference is an
 * order, too: only the mechanisms that it names are used, in its order.
 *
 * <p>
 * A user's factory comes first for the mechanisms that it names, and needs no credentials for them. Mechanisms unknown
 * here precede the built-in ones.
 *
 * <p>
 * Names are compared without regard to case. Immutable.
 */
public final class Mechanisms {

    /** The least number of SCRAM iterations that RFC 5802, section 5.1 allows. */
    public static final int DEFAULT_SCRAM_ITERATIONS = ScramClient.DEFAULT_MIN_ITERATIONS;

    /** No security layer of SASL, since TLS protects the connection. */
    private static final Map<String, String> PROPERTIES = Map.of(Sasl.QOP, "auth");
    private static final Map<String, String> IN_CLEAR = Map.of(Sasl.QOP, "auth", Sasl.POLICY_NOPLAINTEXT, "true");

    private final List<String> preference;
    private final boolean cleartextAllowed;
    private final @Nullable SaslClientFactory userFactory;
    private final int minIterations;

    /** As the other, with the least number of SCRAM iterations that RFC 5802 allows. */
    public Mechanisms(List<String> preference, boolean cleartextAllowed, @Nullable SaslClientFactory userFactory) {
        this(preference, cleartextAllowed, userFactory, ScramClient.DEFAULT_MIN_ITERATIONS);
    }

    /**
     * @param  preference               names of mechanisms, most wanted first; empty for the default order
     * @param  cleartextAllowed         whether a mechanism may reveal the secret on an unprotected connection
     * @param  userFactory              makes clients of its own; null for none
     * @param  minIterations            the least number of iterations of SCRAM: a server that asks for fewer gets
     *                                  nothing that its answer could be guessed from
     * @throws IllegalArgumentException if the preference names a mechanism that is not known, without a factory for it,
     *                                  or {@code minIterations} is not 1 to 1,000,000
     */
    public Mechanisms(List<String> preference, boolean cleartextAllowed, @Nullable SaslClientFactory userFactory,
                      int minIterations) {
        this.minIterations = checkedIterations(minIterations);
        // The first look-up reads files, and later ones are made on event loops.
        inThisRuntime("PLAIN");
        Set<String> names = new LinkedHashSet<>();
        for (String name : preference) {
            if (userFactory == null && Mechanism.named(name.strip()) == null) {
                throw new IllegalArgumentException("authMechanisms: " + Printable.line(name) + " is not known");
            }
            names.add(upper(name.strip()));
        }
        this.preference = List.copyOf(names);
        this.cleartextAllowed = cleartextAllowed;
        this.userFactory = userFactory;
    }

    /**
     * A least number of SCRAM iterations.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,000,000
     */
    public static int checkedIterations(int least) {
        if (least < 1 || least > ScramClient.MAX_ITERATIONS) {
            throw new IllegalArgumentException("scramIterations must be 1 to " + ScramClient.MAX_ITERATIONS + ": " + least);
        }
        return least;
    }

    /** As {@link #candidates(Set, Credentials, boolean, boolean, boolean)}, without a client certificate. */
    public List<String> candidates(Set<String> offered, Credentials c, boolean secure, boolean channelBindingAvailable) {
        return candidates(offered, c, secure, channelBindingAvailable, false);
    }

    /**
     * The mechanisms to try, most wanted first: offered, configured, allowed here and possible with these credentials.
     *
     * @param offered                 what the server offers
     * @param c                       the credentials
     * @param secure                  whether TLS protects the connection
     * @param channelBindingAvailable whether there is a {@link ChannelBinding}
     * @param clientCertificate       whether a client certificate was shown in the TLS handshake
     */
    public List<String> candidates(
            Set<String> offered, Credentials c, boolean secure, boolean channelBindingAvailable, boolean clientCertificate) {
        Set<String> users = userNames(secure);
        Set<String> offers = upper(offered);
        List<String> candidates = new ArrayList<>();
        for (String name : order(users)) {
            if (offers.contains(name)
                    && obstacle(name, c, secure, channelBindingAvailable, clientCertificate, users) == null) {
                candidates.add(name);
            }
        }
        return List.copyOf(candidates);
    }

    /**
     * Why there is no candidate, for an exception: for each mechanism offered, why it cannot be used. Printable,
     * truncated, without secrets. The parameters are those of
     * {@link #candidates(Set, Credentials, boolean, boolean, boolean) candidates}.
     */
    public String explain(
            Set<String> offered, Credentials c, boolean secure, boolean channelBindingAvailable, boolean clientCertificate) {
        if (offered.isEmpty()) {
            return "the server offers no mechanism";
        }
        Set<String> users = userNames(secure);
        List<String> reasons = new ArrayList<>();
        for (String name : upper(offered)) {
            String obstacle = order(users).contains(name) || preference.isEmpty()
                    ? obstacle(name, c, secure, channelBindingAvailable, clientCertificate, users)
                    : "is not among authMechanisms";
            reasons.add(name + " " + Objects.requireNonNullElse(obstacle, "is possible"));
        }
        return Printable.line(String.join(", ", reasons));
    }

    /** As {@link #client(String, Set, Credentials, String, ChannelBinding)}, not knowing what the server offered. */
    public SaslClient client(String mechanism, Credentials c, String host, @Nullable ChannelBinding binding)
            throws SaslException {
        boolean plus = upper(mechanism).endsWith("-PLUS");
        return client(mechanism, Set.of(), c, host, plus ? binding : null);
    }

    /**
     * Makes the client for a candidate.
     *
     * @param  mechanism     the name of the mechanism
     * @param  offered       what the server offers. A bare SCRAM mechanism tells the server if it saw no -PLUS form
     *                       although it could bind, so that a tampered offer is noticed (RFC 5802 §6)
     * @param  c             the credentials
     * @param  host          the name of the server as configured: DIGEST-MD5, GSSAPI and OAUTHBEARER send it
     * @param  binding       how to bind to TLS; null for none
     * @throws SaslException if the credentials do not suffice or this Java runtime lacks the mechanism
     */
    public SaslClient client(
            String mechanism, Set<String> offered, Credentials c, String host, @Nullable ChannelBinding binding)
            throws SaslException {
        String name = upper(mechanism);
        SaslClientFactory users = userFactory;
        if (users != null && userNames(true).contains(name)) {
            SaslClient client = users.createSaslClient(new String[] { name }, c.authorizationId(), "smtp", host, PROPERTIES,
                    new CredentialsCallback(c));
            if (client != null) {
                return client;
            }
        }
        Mechanism known = Mechanism.named(name);
        if (known == null) {
            throw new SaslException(Printable.line(name) + " is not known");
        }
        String lack = known.lacks(c);
        if (lack != null) {
            throw new SaslException(name + " " + lack);
        }
        return switch (known.maker()) {
            case JDK -> jdkClient(known, c, host);
            case SCRAM -> scramClient(known, offered, c, binding);
            case OURS -> ownClient(known, c, host);
        };
    }

    private static SaslClient ownClient(Mechanism mechanism, Credentials c, String host) throws SaslException {
        String user = Objects.requireNonNullElse(c.username(), "");
        String password = Objects.requireNonNullElse(c.password(), "");
        String token = Objects.requireNonNullElse(c.accessToken(), "");
        return switch (mechanism) {
            case LOGIN -> new LoginClient(user, password);
            case CRAM_MD5 -> new CramMd5Client(user, password);
            case DIGEST_MD5 -> new DigestMd5Client(user, password, c.authorizationId(), host);
            case XOAUTH2 -> new XOAuth2Client(user, token);
            case OAUTHBEARER -> new OAuthBearerClient(
                    c.authorizationId() != null ? c.authorizationId() : c.username(), host, token);
            case ANONYMOUS -> new AnonymousClient();
            default -> throw new SaslException(mechanism.saslName() + " is not made here");
        };
    }

    private SaslClient scramClient(
            Mechanism mechanism, Set<String> offered, Credentials c, @Nullable ChannelBinding binding)
            throws SaslException {
        if (mechanism.isPlus() && binding == null) {
            throw new SaslException(mechanism.saslName() + " needs channel binding data of TLS");
        }
        boolean bindingOffered = upper(offered).stream().anyMatch(name -> name.startsWith("SCRAM-") && name.endsWith("-PLUS"));
        return new ScramClient(
                mechanism.saslName(), Objects.requireNonNullElse(c.username(), ""),
                Objects.requireNonNullElse(c.password(), ""), c.authorizationId(),
                mechanism.isPlus() || !bindingOffered ? binding : null, minIterations, null);
    }

    private static SaslClient jdkClient(Mechanism mechanism, Credentials c, String host) throws SaslException {
        String name = mechanism.saslName();
        SaslClient client = Sasl.createSaslClient(new String[] { name }, c.authorizationId(), "smtp", host, PROPERTIES,
                new CredentialsCallback(c));
        if (client == null) {
            throw new SaslException(name + " is not available in this Java runtime");
        }
        return client;
    }

    /** Whether the octets of this mechanism on the wire reveal the secret; false for an unknown mechanism. */
    public static boolean reveals(String mechanism) {
        Mechanism known = Mechanism.named(mechanism);
        return known != null && known.reveals();
    }

    private List<String> order(Set<String> users) {
        if (!preference.isEmpty()) {
            return preference;
        }
        Set<String> order = new LinkedHashSet<>();
        for (String name : users) {
            if (Mechanism.named(name) == null) {
                order.add(name);
            }
        }
        for (Mechanism mechanism : Mechanism.values()) {
            order.add(mechanism.saslName());
        }
        return List.copyOf(order);
    }

    /** Why a mechanism cannot be used, as text; null if it can. */
    private @Nullable String obstacle(
            String name, Credentials c, boolean secure, boolean binding, boolean certificate, Set<String> users) {
        Mechanism mechanism = Mechanism.named(name);
        boolean byUser = users.contains(name);
        if (mechanism == null) {
            return byUser ? null : "is not known";
        }
        if (mechanism.reveals() && !secure && !cleartextAllowed) {
            return "would reveal the secret without TLS";
        }
        boolean byCertificate = mechanism == Mechanism.EXTERNAL && secure && certificate && c.isEmpty();
        if (mechanism.onlyWhenNamed() && preference.isEmpty() && !byCertificate) {
            return "must be named in authMechanisms";
        }
        if (byUser) {
            return null;
        }
        if (mechanism.isPlus() && !(secure && binding)) {
            return "needs channel binding data of TLS";
        }
        if (c.authorizationId() != null && !mechanism.actsAs()) {
            return "cannot carry an authorizationId";
        }
        if (mechanism.maker() == Mechanism.Maker.JDK && !inThisRuntime(name)) {
            return "is not available in this Java runtime";
        }
        return mechanism.lacks(c);
    }

    private Set<String> userNames(boolean secure) {
        SaslClientFactory factory = userFactory;
        if (factory == null) {
            return Set.of();
        }
        return upper(List.of(factory.getMechanismNames(secure || cleartextAllowed ? PROPERTIES : IN_CLEAR)));
    }

    private static boolean inThisRuntime(String name) {
        Enumeration<SaslClientFactory> factories = Sasl.getSaslClientFactories();
        for (SaslClientFactory factory : Collections.list(factories)) {
            if (List.of(factory.getMechanismNames(PROPERTIES)).contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> upper(Iterable<String> names) {
        Set<String> upper = new TreeSet<>();
        names.forEach(name -> upper.add(upper(name)));
        return upper;
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
