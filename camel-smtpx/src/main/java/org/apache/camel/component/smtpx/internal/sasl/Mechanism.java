/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.util.Locale;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The mechanisms implemented here, in order of preference: those that do not reveal the secret before those that do.
 */
enum Mechanism {

    // Credentials with a token allow no other mechanism, so the position of these does not matter.
    OAUTHBEARER(Needs.TOKEN, Maker.OURS, true, true),
    XOAUTH2(Needs.USER_AND_TOKEN, Maker.OURS, true, false),
    SCRAM_SHA_512_PLUS(Needs.PASSWORD, Maker.SCRAM, false, true),
    SCRAM_SHA_256_PLUS(Needs.PASSWORD, Maker.SCRAM, false, true),
    SCRAM_SHA_1_PLUS(Needs.PASSWORD, Maker.SCRAM, false, true),
    SCRAM_SHA_512(Needs.PASSWORD, Maker.SCRAM, false, true),
    SCRAM_SHA_256(Needs.PASSWORD, Maker.SCRAM, false, true),
    SCRAM_SHA_1(Needs.PASSWORD, Maker.SCRAM, false, true),
    DIGEST_MD5(Needs.PASSWORD, Maker.OURS, false, true),
    CRAM_MD5(Needs.PASSWORD, Maker.OURS, false, false),
    PLAIN(Needs.PASSWORD, Maker.JDK, true, true),
    LOGIN(Needs.PASSWORD, Maker.OURS, true, false),
    EXTERNAL(Needs.NOTHING, Maker.JDK, false, true),
    GSSAPI(Needs.NOTHING, Maker.JDK, false, true),
    ANONYMOUS(Needs.NOTHING, Maker.OURS, false, false);

    enum Needs {
        PASSWORD,
        TOKEN,
        USER_AND_TOKEN,
        NOTHING
    }

    enum Maker {
        JDK,
        SCRAM,
        OURS
    }

    private final String sasl = name().replace('_', '-');
    private final Needs needs;
    private final Maker maker;
    private final boolean reveals;
    private final boolean actsAs;

    Mechanism(Needs needs, Maker maker, boolean reveals, boolean actsAs) {
        this.needs = needs;
        this.maker = maker;
        this.reveals = reveals;
        this.actsAs = actsAs;
    }

    /** The mechanism of this name, without regard to case; null if it is unknown. */
    static @Nullable Mechanism named(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (Mechanism m : values()) {
            if (m.sasl.equals(wanted)) {
                return m;
            }
        }
        return null;
    }

    String saslName() {
        return sasl;
    }

    Maker maker() {
        return maker;
    }

    /** Whether the octets on the wire reveal the secret, so that the mechanism needs a protected connection. */
    boolean reveals() {
        return reveals;
    }

    /** Whether it needs no credentials, so that it is used only if the preference names it. */
    boolean onlyWhenNamed() {
        return needs == Needs.NOTHING;
    }

    boolean isPlus() {
        return sasl.endsWith("-PLUS");
    }

    /** What the credentials lack for this mechanism, as text; null if nothing. */
    @Nullable
    String lacks(Credentials c) {
        return switch (needs) {
            case PASSWORD -> c.username() == null || c.password() == null ? "needs a username and a password" : null;
            case TOKEN -> c.accessToken() == null ? "needs an accessToken" : null;
            case USER_AND_TOKEN -> c.username() == null || c.accessToken() == null
                    ? "needs a username and an accessToken" : null;
            case NOTHING -> null;
        };
    }

    /** Whether it can carry an authorization identity beside the user name. */
    boolean actsAs() {
        return actsAs;
    }
}
