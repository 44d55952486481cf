/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Certificates made for this run by the keytool of this Java, all but one signed by an authority of our own. */
public enum TestCertificate {

    AUTHORITY("-dname", "CN=Test authority", "-ext", "bc:c", "-validity", "30"),
    GOOD("-dname", "CN=not looked at", "-ext", "san=dns:localhost,dns:mx.example.test,dns:mx.example.org,ip:127.0.0.1",
         "-validity", "30"),
    WILDCARD("-dname", "CN=not looked at", "-ext", "san=dns:*.example.test", "-validity", "30"),
    OTHER_HOST("-dname", "CN=localhost", "-ext", "san=dns:elsewhere.test", "-validity", "30"),
    COMMON_NAME_ONLY("-dname", "CN=localhost", "-validity", "30"),
    NO_ADDRESS("-dname", "CN=127.0.0.1", "-ext", "san=dns:localhost", "-validity", "30"),
    EXPIRED("-dname", "CN=localhost", "-ext", "san=dns:localhost", "-startdate", "-30d", "-validity", "10"),
    SELF_SIGNED("-dname", "CN=localhost", "-ext", "san=dns:localhost", "-validity", "30"),
    CLIENT("-dname", "CN=ann", "-ext", "san=email:ann@example.test", "-validity", "30"),
    RENEWED_CLIENT("-dname", "CN=ann renewed", "-ext", "san=email:ann@example.test", "-validity", "30");

    static final String STORE_PASSWORD = "changeit";
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final Path FILE = Path.of("target", "security-" + UUID.randomUUID() + ".p12").toAbsolutePath();

    private final String[] terms;
    private KeyStore store;

    TestCertificate(String... terms) {
        this.terms = terms;
    }

    /** A server's side of TLS with this certificate; clients may show one of theirs. */
    public SSLContext server() throws Exception {
        return context(keyManagers());
    }

    static SSLContext context(KeyManager[] keys) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    KeyManager[] keyManagers() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(), PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }

    X509Certificate certificate() throws Exception {
        return (X509Certificate) store().getCertificate(alias());
    }

    /** A client's side of TLS, which trusts the test authority only. */
    public static SSLContext client() throws Exception {
        return context(null);
    }

    /** As {@link #client()}, for an endpoint. */
    static SSLContextParameters trusting() throws Exception {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(trusted());
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    /** The same, with this certificate to show. */
    SSLContextParameters trustingWithThis() throws Exception {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(store());
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(PASSWORD);
        SSLContextParameters parameters = trusting();
        parameters.setKeyManagers(keys);
        return parameters;
    }

    private static KeyStore trusted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", AUTHORITY.certificate());
        return store;
    }

    /** A trust store with this certificate alone, for {@link #STORE_PASSWORD}. */
    void writeTrustStore(Path file) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(alias(), certificate());
        write(trust, file);
    }

    /** A key store with this key alone, for {@link #STORE_PASSWORD}. */
    void writeKeyStore(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(alias(), store().getKey(alias(), PASSWORD.toCharArray()), STORE_PASSWORD.toCharArray(),
                store().getCertificateChain(alias()));
        write(keys, file);
    }

    private static void write(KeyStore store, Path file) throws Exception {
        // Whole or not at all, as certificates are renewed
        Path fresh = Files.createTempFile(file.getParent(), "store", ".p12");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String alias() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This key alone. */
    private KeyStore store() throws Exception {
        synchronized (TestCertificate.class) {
            if (store == null) {
                if (this != AUTHORITY) {
                    AUTHORITY.store();
                }
                generate();
                KeyStore all = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(FILE)) {
                    all.load(in, PASSWORD.toCharArray());
                }
                KeyStore one = KeyStore.getInstance("PKCS12");
                one.load(null, null);
                one.setKeyEntry(alias(), all.getKey(alias(), PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                        all.getCertificateChain(alias()));
                store = one;
            }
            return store;
        }
    }

    private void generate() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair", "-alias", alias(), "-keyalg", "EC", "-groupname", "secp256r1", "-keystore",
                        FILE.toString(),
                        "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of(terms));
        if (this != AUTHORITY && this != SELF_SIGNED) {
            command.addAll(List.of("-signer", AUTHORITY.alias()));
        }
        Files.createDirectories(FILE.getParent());
        FILE.toFile().deleteOnExit();
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
