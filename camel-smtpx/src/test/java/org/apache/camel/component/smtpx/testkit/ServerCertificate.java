/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and its self-signed certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, valid for a day. The
 * JDK has no public API for this, so that the few structures of X.509 (RFC 5280) are written here.
 */
final class ServerCertificate {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int GENERALIZED_TIME = 0x18;
    private static final byte[] COMMON_NAME = { 0x55, 0x04, 0x03 };
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = { 0x55, 0x1D, 0x11 };
    private static final byte[] ECDSA_WITH_SHA256 = { 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02 };
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);
    private static final char[] NO_PASSWORD = new char[0];

    private final KeyPair keys;
    private final Certificate certificate;

    ServerCertificate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        byte[] algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
        byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT_ID, COMMON_NAME),
                der(UTF8_STRING, "localhost".getBytes(StandardCharsets.UTF_8)))));
        Instant now = Instant.now();
        byte[] localhost = der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII));
        byte[] loopback4 = der(0x87, new byte[] { 127, 0, 0, 1 });
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        byte[] names = der(SEQUENCE, localhost, loopback4, der(0x87, loopback6));
        byte[] content = der(SEQUENCE,
                der(0xA0, der(INTEGER, new byte[] { 2 })),
                der(INTEGER, BigInteger.valueOf(now.toEpochMilli()).toByteArray()),
                algorithm, name,
                der(SEQUENCE, time(now.minus(1, ChronoUnit.HOURS)), time(now.plus(1, ChronoUnit.DAYS))),
                name, keys.getPublic().getEncoded(),
                der(0xA3, der(SEQUENCE, der(SEQUENCE, der(OBJECT_ID, SUBJECT_ALTERNATIVE_NAME), der(OCTET_STRING, names)))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] encoded = der(SEQUENCE, content, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
        certificate = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] time(Instant when) {
        return der(GENERALIZED_TIME, TIME.format(when.atOffset(ZoneOffset.UTC)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length and content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length > 0xFF) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length > 0x7F) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /** A store of the certificate alone, without a password. */
    KeyStore trustStore() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("server", certificate);
        return store;
    }

    SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("server", keys.getPrivate(), NO_PASSWORD, new Certificate[] { certificate });
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
