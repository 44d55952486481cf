/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

import org.apache.camel.component.smtpx.internal.sasl.ChannelBinding;
import org.apache.camel.component.smtpx.internal.sasl.ScramServer;

/** The server's part of every mechanism, with one known user; it records the names and mechanisms of all attempts. */
final class SaslLogin implements MailService.Login {

    private final String user;
    private final String password;
    private final X509Certificate certificate;
    private final List<String> tokens;
    private Ending ending = (session, good) -> session.say(good ? "235 2.7.0 welcome" : "535 5.7.8 no");
    private String report = "{\"status\":\"invalid_token\",\"scope\":\"mail\"}";
    final List<String> mechanisms = new CopyOnWriteArrayList<>();
    final List<String> identities = new CopyOnWriteArrayList<>();

    /** @param certificate what channel bindings are checked against */
    SaslLogin(String user, String password, X509Certificate certificate, String... tokens) {
        this.user = user;
        this.password = password;
        this.certificate = certificate;
        this.tokens = List.of(tokens);
    }

    @Override
    public void hold(ServerSession session, String mechanism, String initial) throws Exception {
        mechanisms.add(mechanism);
        boolean good = switch (mechanism) {
            case "PLAIN" -> plain(first(session, initial));
            case "LOGIN" -> login(session);
            case "XOAUTH2", "OAUTHBEARER" -> bearer(session, mechanism, first(session, initial));
            case "EXTERNAL", "ANONYMOUS" -> identities.add(first(session, initial));
            case "CRAM-MD5" -> cram(session);
            case "DIGEST-MD5" -> digest(session);
            default -> scram(session, mechanism, first(session, initial));
        };
        ending.say(session, good);
    }

    /** How the server ends a login. */
    interface Ending {
        void say(ServerSession session, boolean good) throws Exception;
    }

    SaslLogin ending(Ending other) {
        ending = other;
        return this;
    }

    /** What the server says in a challenge against a token. */
    SaslLogin report(String json) {
        report = json;
        return this;
    }

    private static String first(ServerSession session, String initial) throws Exception {
        return initial == null ? ask(session, "") : initial.equals("=") ? "" : decode(initial);
    }

    static String ask(ServerSession session, String challenge) throws Exception {
        session.say("334 " + Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8)));
        return decode(session.hear());
    }

    static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private boolean plain(String response) {
        String[] parts = response.split("\0", -1);
        identities.add(parts[0].isEmpty() ? parts[1] : parts[1] + " as " + parts[0]);
        return parts.length == 3 && parts[1].equals(user) && parts[2].equals(password);
    }

    private boolean login(ServerSession session) throws Exception {
        String name = ask(session, "Username:");
        identities.add(name);
        return ask(session, "Password:").equals(password) && name.equals(user);
    }

    private boolean bearer(ServerSession session, String mechanism, String response) throws Exception {
        identities.add(response.replaceAll("\u0001.*", ""));
        if (tokens.stream().anyMatch(token -> response.contains("Bearer " + token + "\u0001"))) {
            return true;
        }
        String answer = ask(session, report);
        if (!answer.equals(mechanism.equals("XOAUTH2") ? "" : "\u0001")) {
            throw new AssertionError("the error report was answered with " + answer);
        }
        return false;
    }

    private boolean scram(ServerSession session, String mechanism, String response) throws Exception {
        boolean plus = mechanism.endsWith("-PLUS");
        ScramServer scram = new ScramServer(mechanism.replace("SCRAM-", "").replace("-PLUS", ""), password);
        String last = ask(session, scram.first(response, 4096));
        identities.add(scram.name);
        String verdict = scram.last(last, plus ? binding(session, response) : new byte[0]);
        return verdict.startsWith("v=") && ask(session, verdict).isEmpty() && scram.name.equals(user);
    }

    private byte[] binding(ServerSession session, String clientFirst) throws Exception {
        return clientFirst.startsWith("p=tls-exporter,")
                ? exporter(session.tls()) : ChannelBinding.tlsServerEndPoint(certificate);
    }

    /** Whether this Java runtime exports keying material of TLS. */
    static boolean exports() {
        return Runtime.version().feature() >= 25;
    }

    /** The server's end of tls-exporter (RFC 9266). */
    static byte[] exporter(SSLSession session) throws Exception {
        return (byte[]) ExtendedSSLSession.class
                .getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class)
                .invoke(session, "EXPORTER-Channel-Binding", new byte[0], 32);
    }

    /** Ours, for the JDK's servers talk about passwords in a log. */
    private boolean cram(ServerSession session) throws Exception {
        String challenge = "<1896.697170952@mx.example.test>";
        String answer = ask(session, challenge);
        identities.add(answer.substring(0, answer.lastIndexOf(' ')));
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        return answer.equals(user + " " + HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8))));
    }

    private boolean digest(ServerSession session) throws Exception {
        String answer = ask(session, "realm=\"mx\",nonce=\"n0nce\",qop=\"auth\",charset=utf-8,algorithm=md5-sess");
        identities.add(field(answer, "username"));
        if (!field(answer, "response").equals(digest(answer, "AUTHENTICATE:smtp/localhost"))) {
            return false;
        }
        return ask(session, "rspauth=" + digest(answer, ":smtp/localhost")).isEmpty() && field(answer, "username").equals(user);
    }

    /** RFC 2831, section 2.1.2.1. */
    private String digest(String answer, String a2) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        HexFormat hex = HexFormat.of();
        String authorization = field(answer, "authzid");
        md5.update(md5.digest((field(answer, "username") + ":mx:" + password).getBytes(StandardCharsets.ISO_8859_1)));
        byte[] secret = md5.digest((":n0nce:" + field(answer, "cnonce") + (authorization.isEmpty() ? "" : ":" + authorization))
                .getBytes(StandardCharsets.UTF_8));
        String last = hex.formatHex(md5.digest(a2.getBytes(StandardCharsets.UTF_8)));
        return hex.formatHex(md5.digest((hex.formatHex(secret) + ":n0nce:00000001:" + field(answer, "cnonce") + ":auth:" + last)
                .getBytes(StandardCharsets.UTF_8)));
    }

    private static String field(String answer, String name) {
        Matcher matcher = Pattern.compile("(?:^|,)" + name + "=\"?([^\",]*)").matcher(answer);
        return matcher.find() ? matcher.group(1) : "";
    }
}
