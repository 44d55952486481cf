/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority of our own and one certificate from it, for localhost and 127.0.0.1, made by keytool. The
 * scripts that start servers run this file as it stands: {@code java PrivateCa.java DIRECTORY}.
 * <p>
 * In the directory: {@code ca.pem}; {@code server.pem} (with the chain) and {@code server.key}; {@code server.p12} and
 * {@code trust.p12}, both with {@link #PASSWORD}.
 */
public final class PrivateCa {

    public static final String PASSWORD = "changeit";

    private final Path directory;

    private PrivateCa(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        in(Path.of(arguments[0]));
    }

    /** The authority in a directory, made when there is none yet. */
    public static synchronized PrivateCa in(Path directory) throws IOException, GeneralSecurityException {
        PrivateCa ca = new PrivateCa(directory);
        if (!Files.exists(directory.resolve("server.pem"))) {
            Files.createDirectories(directory);
            ca.make();
        }
        return ca;
    }

    /** Trusts this authority only. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** The certificate for localhost, with its key. */
    public Path serverStore() {
        return directory.resolve("server.p12");
    }

    /** Gives a server what it needs. */
    public void copyTo(Path other) throws IOException {
        Files.createDirectories(other);
        for (String name : List.of("ca.pem", "server.key", "server.pem")) {
            Files.copy(directory.resolve(name), other.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void make() throws IOException, GeneralSecurityException {
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=camel-smtpx test CA", "-ext", "bc:c");
        keytool("-genkeypair", "-alias", "server", "-signer", "ca", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-ext", "eku=serverAuth");
        KeyStore all = load(serverStore());
        Key key = all.getKey("server", PASSWORD.toCharArray());
        Certificate[] chain = all.getCertificateChain("server");
        pem("server.key", "PRIVATE KEY", key.getEncoded());
        pem("ca.pem", "CERTIFICATE", all.getCertificate("ca").getEncoded());
        all.deleteEntry("ca");
        store(all, serverStore());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", chain[chain.length - 1]);
        store(trust, trustStore());
        // Last: it tells that the rest is there.
        pem("server.pem", "CERTIFICATE", chain[0].getEncoded(), chain[1].getEncoded());
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "3650", "-keystore", serverStore().toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes());
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private void pem(String name, String type, byte[]... objects) throws IOException {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] { '\n' });
        StringBuilder text = new StringBuilder();
        for (byte[] object : objects) {
            text.append("-----BEGIN ").append(type).append("-----\n").append(lines.encodeToString(object))
                    .append("\n-----END ").append(type).append("-----\n");
        }
        Files.writeString(directory.resolve(name), text);
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static void store(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
