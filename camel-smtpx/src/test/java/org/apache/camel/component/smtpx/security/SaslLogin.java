/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;

import org.apache.camel.component.smtpx.sasl.ChannelBinding;
import org.apache.camel.component.smtpx.sasl.ScramServer;

/** The server's part of every mechanism, with one user whom it knows; it remembers who asked and how. */
final class SaslLogin implements MailService.Login {

    private final String user;
    private final String password;
    private final X509Certificate certificate;
    private final List<String> tokens;
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
            case "CRAM-MD5", "DIGEST-MD5" -> byJdk(session, mechanism);
            default -> scram(session, mechanism, first(session, initial));
        };
        session.say(good ? "235 2.7.0 welcome" : "535 5.7.8 no");
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
        String answer = ask(session, "{\"status\":\"invalid_token\",\"scope\":\"mail\"}");
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
        String verdict = scram.last(last, plus ? ChannelBinding.tlsServerEndPoint(certificate) : new byte[0]);
        return verdict.startsWith("v=") && ask(session, verdict).isEmpty() && scram.name.equals(user);
    }

    private boolean byJdk(ServerSession session, String mechanism) throws Exception {
        SaslServer server = Sasl.createSaslServer(mechanism, "smtp", "localhost", Map.of(), this::answer);
        byte[] challenge = server.evaluateResponse(new byte[0]);
        while (!server.isComplete()) {
            session.say("334 " + Base64.getEncoder().encodeToString(challenge));
            challenge = server.evaluateResponse(Base64.getDecoder().decode(session.hear()));
        }
        if (challenge != null) {
            session.say("334 " + Base64.getEncoder().encodeToString(challenge));
            session.hear();
        }
        return true;
    }

    private void answer(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                identities.add(String.valueOf(name.getDefaultName()));
                name.setName(name.getDefaultName());
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
            } else if (callback instanceof AuthorizeCallback authorize) {
                authorize.setAuthorized(authorize.getAuthenticationID().equals(user));
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(realm.getDefaultText());
            }
        }
    }
}
