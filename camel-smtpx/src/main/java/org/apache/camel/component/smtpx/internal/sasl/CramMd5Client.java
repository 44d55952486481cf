/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.sasl.SaslException;

/**
 * CRAM-MD5 (RFC 2195): the digest of a challenge, keyed with the password. The JDK's own client logs its response.
 */
final class CramMd5Client extends NoLayerClient {

    private static final String MAC = "HmacMD5";
    private static final int BLOCK = 64;

    private final String username;
    private final byte[] password;
    private boolean answered;

    CramMd5Client(String username, String password) {
        super("CRAM-MD5");
        this.username = username;
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasInitialResponse() {
        return false;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        if (answered) {
            throw new SaslException("CRAM-MD5: the server went on asking after the end");
        }
        if (challenge.length == 0) {
            throw new SaslException("CRAM-MD5: the challenge is empty");
        }
        answered = true;
        try {
            Mac mac = Mac.getInstance(MAC);
            // An empty password is the same key as one of zeros, which the JDK accepts.
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[BLOCK] : password, MAC));
            String digest = HexFormat.of().formatHex(mac.doFinal(challenge));
            complete(true);
            return (username + " " + digest).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new SaslException("CRAM-MD5 is not available in this Java runtime", e);
        }
    }

    @Override
    public void dispose() {
        Arrays.fill(password, (byte) 0);
    }
}
