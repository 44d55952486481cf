/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.sasl;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import javax.security.sasl.SaslException;

import org.jspecify.annotations.Nullable;

/**
 * DIGEST-MD5 (RFC 2831) without a security layer. The realm is the first one that the server proposes. The JDK's own
 * client logs the password.
 */
final class DigestMd5Client extends NoLayerClient {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COUNT = "00000001";

    private final String username;
    private final String password;
    private final @Nullable String authorizationId;
    private final String uri;
    private final String cnonce;
    private @Nullable String expected;
    private boolean answered;

    DigestMd5Client(String username, String password, @Nullable String authorizationId, String host) {
        super("DIGEST-MD5");
        this.username = username;
        this.password = password;
        this.authorizationId = authorizationId;
        this.uri = "smtp/" + host;
        byte[] random = new byte[24];
        RANDOM.nextBytes(random);
        this.cnonce = Base64.getEncoder().encodeToString(random);
    }

    @Override
    public boolean hasInitialResponse() {
        return false;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        Map<String, String> directives = DigestDirectives.parse(new String(challenge, StandardCharsets.UTF_8));
        if (!answered) {
            answered = true;
            return answer(directives);
        }
        String proof = directives.get("rspauth");
        if (expected == null || proof == null) {
            throw new SaslException("DIGEST-MD5: the server went on asking");
        }
        if (!MessageDigest.isEqual(utf8(proof), utf8(expected))) {
            throw new SaslException("DIGEST-MD5: the server did not prove that it knows the password");
        }
        expected = null;
        complete(true);
        return new byte[0];
    }

    private byte[] answer(Map<String, String> directives) throws SaslException {
        String nonce = directives.get("nonce");
        if (nonce == null || !"md5-sess".equals(directives.get("algorithm"))) {
            throw new SaslException("DIGEST-MD5: the challenge has no nonce, or another algorithm than md5-sess");
        }
        if (!Arrays.asList(directives.getOrDefault("qop", "auth").split("[, \t]+", -1)).contains("auth")) {
            throw new SaslException("DIGEST-MD5: the server wants a security layer");
        }
        boolean utf8 = "utf-8".equalsIgnoreCase(directives.get("charset"));
        Charset charset = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        if (!utf8 && !(StandardCharsets.ISO_8859_1.newEncoder().canEncode(username)
                && StandardCharsets.ISO_8859_1.newEncoder().canEncode(password)
                && (authorizationId == null || StandardCharsets.ISO_8859_1.newEncoder().canEncode(authorizationId)))) {
            throw new SaslException(
                    "DIGEST-MD5: the server takes ISO-8859-1 only, which cannot express the user name or the password");
        }
        // An empty realm, as Dovecot sends it, means the same as none.
        String named = directives.getOrDefault("realm", "");
        String realm = named.isEmpty() ? null : named;
        String middle = ":" + nonce + ":" + COUNT + ":" + cnonce + ":auth:";
        String secret = hex(secret(realm, nonce, utf8, charset));
        expected = hex(utf8(secret + middle + hex(utf8(":" + uri))));
        StringBuilder out = new StringBuilder(utf8 ? "charset=utf-8," : "");
        out.append("username=").append(quoted(username));
        if (realm != null) {
            out.append(",realm=").append(quoted(realm));
        }
        out.append(",nonce=").append(quoted(nonce)).append(",nc=").append(COUNT).append(",cnonce=").append(quoted(cnonce))
                .append(",digest-uri=").append(quoted(uri)).append(",response=")
                .append(hex(utf8(secret + middle + hex(utf8("AUTHENTICATE:" + uri))))).append(",qop=auth");
        if (authorizationId != null) {
            out.append(",authzid=").append(quoted(authorizationId));
        }
        return out.toString().getBytes(charset);
    }

    /** A1 of RFC 2831, section 2.1.2.1. */
    private byte[] secret(@Nullable String realm, String nonce, boolean utf8, Charset charset) throws SaslException {
        String place = realm == null ? "" : realm;
        byte[] hash = md5(join(octets(username, utf8), octets(":" + place + ":", utf8), octets(password, utf8)));
        String rest = ":" + nonce + ":" + cnonce + (authorizationId == null ? "" : ":" + authorizationId);
        return join(hash, rest.getBytes(charset));
    }

    /** Text that ISO 8859-1 can encode is hashed in it, also when UTF-8 is sent (RFC 2831, section 2.1.2.1). */
    private static byte[] octets(String text, boolean utf8) {
        boolean narrow = text.chars().allMatch(c -> c <= 0xFF);
        return text.getBytes(utf8 && !narrow ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] octets) throws SaslException {
        return HexFormat.of().formatHex(md5(octets));
    }

    private static byte[] md5(byte[] octets) throws SaslException {
        try {
            return MessageDigest.getInstance("MD5").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new SaslException("DIGEST-MD5 is not available in this Java runtime", e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void dispose() {
        expected = null;
    }
}
