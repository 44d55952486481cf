/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.util.Base64;
import java.util.Map;

import javax.security.auth.callback.Callback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;

/**
 * The server's part of GSSAPI, with the key of {@code smtp/localhost}; run as a program it is a login with a mail
 * behind it.
 */
final class KerberosLogin implements MailService.Login {

    volatile String who = "";

    @Override
    public void hold(ServerSession session, String mechanism, String initial) throws Exception {
        SaslServer server = Sasl.createSaslServer(mechanism, "smtp", "localhost", Map.of(Sasl.QOP, "auth"), callbacks -> {
            for (Callback callback : callbacks) {
                AuthorizeCallback asked = (AuthorizeCallback) callback;
                asked.setAuthorized(asked.getAuthenticationID().equals(asked.getAuthorizationID()));
            }
        });
        String first = initial;
        if (first == null) {
            // A ticket is longer than the line of a command.
            session.say("334 ");
            first = session.hear();
        }
        byte[] challenge = server.evaluateResponse(Base64.getDecoder().decode(first));
        while (!server.isComplete()) {
            session.say("334 " + Base64.getEncoder().encodeToString(challenge));
            challenge = server.evaluateResponse(Base64.getDecoder().decode(session.hear()));
        }
        who = server.getAuthorizationID();
        session.say("235 2.7.0 welcome");
    }

    /** Ends with 0 when the login and the mail behind it went well. */
    public static void main(String[] args) throws Exception {
        KerberosLogin login = new KerberosLogin();
        try (ScriptedServer server = new ScriptedServer(
                new MailService().startTls(TestCertificate.GOOD.server()).offersUnderTls("AUTH GSSAPI PLAIN").login(login));
             MailRoute route = new MailRoute(server, "sslContextParameters=#tls&authMechanisms=GSSAPI")
                     .bind("tls", TestCertificate.trusting())) {
            route.send("hello");
            route.delivered();
            System.out.println("logged in as " + login.who);
        }
        System.exit(0);
    }
}
