/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.sasl;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

import org.jspecify.annotations.Nullable;

/**
 * The Java runtime's DIGEST-MD5 for servers without realms. Dovecot, unless told otherwise, says {@code realm=""},
 * which the runtime breaks on; a challenge without a realm means the same (RFC 2831, section 2.1.1).
 */
final class DigestClient implements SaslClient {

    private static final Pattern EMPTY_REALM = Pattern.compile("(^|,)\\s*realm=\"\"\\s*(,|$)");

    private final SaslClient runtime;

    DigestClient(SaslClient runtime) {
        this.runtime = runtime;
    }

    @Override
    public byte @Nullable [] evaluateChallenge(byte[] challenge) throws SaslException {
        String text = new String(challenge, StandardCharsets.ISO_8859_1);
        String without = EMPTY_REALM.matcher(text).replaceFirst("$1");
        return runtime.evaluateChallenge(without.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String getMechanismName() {
        return runtime.getMechanismName();
    }

    @Override
    public boolean hasInitialResponse() {
        return runtime.hasInitialResponse();
    }

    @Override
    public boolean isComplete() {
        return runtime.isComplete();
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int len) throws SaslException {
        return runtime.unwrap(incoming, offset, len);
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int len) throws SaslException {
        return runtime.wrap(outgoing, offset, len);
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String name) {
        return runtime.getNegotiatedProperty(name);
    }

    @Override
    public void dispose() throws SaslException {
        runtime.dispose();
    }
}
