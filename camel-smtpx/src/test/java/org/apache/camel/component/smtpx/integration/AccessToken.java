/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens (RFC 7519) that the servers' Dovecot knows how to check. */
final class AccessToken {

    private AccessToken() {
    }

    static String valid() {
        return until(Instant.now().plus(Duration.ofDays(1)));
    }

    static String expired() {
        return until(Instant.now().minus(Duration.ofHours(1)));
    }

    private static String until(Instant end) {
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"default\"}") + "."
                        + base64("{\"sub\":\"user\",\"iss\":\"test\",\"iat\":1700000000,\"exp\":" + end.getEpochSecond() + "}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("topsecret".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
