/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.component.smtpx.internal.transport.TlsSettings;

/** A key made for this run, and both ends of TLS with it: the client trusts the server's certificate and no other. */
public final class TestTls {

    static final String HOST = "127.0.0.1";

    private static final char[] PASSWORD = "for this run".toCharArray();
    private static final KeyStore STORE = generate();
    private static final SSLContext SERVER = serving();
    private static final SSLContext CLIENT = trusting();

    private TestTls() {
    }

    public static SSLContext server() {
        return SERVER;
    }

    private static SSLContext serving() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(STORE, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TlsSettings client(int port) {
        return new TlsSettings(() -> CLIENT, HOST, port, true);
    }

    private static SSLContext trusting() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(STORE);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A self-signed certificate for the loopback address, by the JDK's keytool. */
    private static KeyStore generate() {
        try {
            Path folder = Files.createTempDirectory("smtpx-tls");
            Path file = folder.resolve("key.p12");
            Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            int exit = new ProcessBuilder(
                    List.of(keytool.toString(), "-genkeypair", "-alias", "mx", "-keyalg", "EC", "-groupname",
                            "secp256r1", "-dname", "CN=mx.example.org", "-ext", "san=ip:127.0.0.1,dns:mx.example.org",
                            "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD)))
                    .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setKeyEntry("mx", store.getKey("mx", PASSWORD), PASSWORD, store.getCertificateChain("mx"));
            trusted.setCertificateEntry("trusted", store.getCertificate("mx"));
            Files.delete(file);
            Files.delete(folder.resolve("log"));
            Files.delete(folder);
            return trusted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
