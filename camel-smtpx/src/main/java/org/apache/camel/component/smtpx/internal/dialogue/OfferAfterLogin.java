/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import java.util.List;

import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * Whether a login changes what a server offers, learned from earlier connections. RFC 4954 demands a second EHLO only
 * after a login that adds a security layer, and none of the mechanisms here does. Some servers offer more after a
 * login. So the first connection asks again, and a later one only if the server offers something else before its login,
 * or did so after an earlier one.
 * <p>
 * AUTH is not compared between the offers before and after: a server need not repeat it. Thread-safe.
 */
public final class OfferAfterLogin {

    private static final List<String> AUTH = List.of("AUTH");

    private volatile @Nullable Capabilities unchanged;

    /** Whether the server is known to repeat this offer after a login. */
    public boolean isKnownUnchanged(Capabilities beforeLogin) {
        Capabilities known = unchanged;
        return known != null && known.offersSameAs(beforeLogin);
    }

    /** Records both offers of one connection. */
    public void record(Capabilities beforeLogin, Capabilities afterLogin) {
        boolean same = beforeLogin.without(AUTH).offersSameAs(afterLogin.without(AUTH));
        unchanged = same ? beforeLogin : null;
    }
}
