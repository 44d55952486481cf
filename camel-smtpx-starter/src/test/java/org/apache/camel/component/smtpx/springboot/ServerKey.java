/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key store with the key of a server named localhost, made by the JDK's own keytool. It serves as trust store too.
 */
record ServerKey(Path store) {

    static final String PASSWORD = "changeit";

    static ServerKey in(Path directory) throws IOException, InterruptedException {
        return in(directory, "server.p12");
    }

    static ServerKey in(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name);
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "mail",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", PASSWORD).inheritIO().start();
        if (keytool.waitFor() != 0 || !Files.exists(store)) {
            throw new IOException("keytool made no key store");
        }
        return new ServerKey(store);
    }

    /** For the server. */
    SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
