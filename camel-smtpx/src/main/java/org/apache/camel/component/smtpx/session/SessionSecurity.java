/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;

import javax.security.sasl.SaslClient;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.internal.dialogue.AuthDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.HelloDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.SessionDialogue.Result;
import org.apache.camel.component.smtpx.internal.dialogue.StartTlsDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/** EHLO, STARTTLS and AUTH of a session. Once TLS is required, no mail command is sent without it. */
final class SessionSecurity {

    private final SessionSettings settings;
    private final SessionConnection link;
    private String helloName;
    private boolean tlsMissing;

    SessionSecurity(SessionSettings settings, SessionConnection link, String helloName) {
        this.settings = settings;
        this.link = link;
        this.helloName = helloName;
    }

    /**
     * Checks that a command may be sent.
     *
     * @throws NoReplyException if the session is over
     * @throws NotSentException if TLS was requested and is not established
     */
    void check() throws NoReplyException, NotSentException {
        link.check(Stage.UPKEEP);
        if (tlsMissing) {
            throw new NotSentException("TLS is required and not established: nothing more is sent in clear");
        }
    }

    Reply hello(String name) throws IOException {
        Result result = link.run(Stage.HELLO, whenDone -> new HelloDialogue(
                settings.protocol(), name, settings.esmtp(), true, settings.ignoredExtensions(), whenDone));
        Reply reply = SessionConnection.success("the hello", link.reply(result, Stage.HELLO));
        helloName = name;
        return reply;
    }

    Reply startTls(SessionTls tls) throws IOException {
        link.check(Stage.STARTTLS);
        if (secure()) {
            throw new IllegalStateException("the session has TLS already");
        }
        tlsMissing = true;
        if (!link.capabilities().startTls()) {
            throw new NotOfferedException("STARTTLS");
        }
        link.connection().tls(TlsSetup.of(tls, link.target().serverName(), link.target().port()));
        Result result = link.run(Stage.STARTTLS, StartTlsDialogue::new);
        Reply reply = link.reply(result, Stage.STARTTLS);
        Failure failure = result.failure();
        if (failure != null) {
            link.ended(failure);
            throw new NoReplyException(Stage.TLS, reply, failure);
        }
        if (reply.code() != 220) {
            throw new SmtpReplyException("STARTTLS", reply);
        }
        Reply hello = hello(helloName);
        tlsMissing = false;
        return hello;
    }

    Reply xclient(ClientAttributes client) throws IOException {
        check();
        if (link.capabilities().refusalOf(client, "XCLIENT") != null) {
            throw new NotOfferedException("XCLIENT with these attributes");
        }
        link.succeed(Command.xclient(client), TimeoutKind.HELLO, Stage.HELLO);
        return hello(helloName);
    }

    Reply auth(Credentials credentials) throws IOException {
        requireAuthOffered();
        Mechanisms mechanisms = new Mechanisms(
                settings.authMechanisms(), settings.allowCleartextAuth(), null, settings.scramIterations());
        return authenticated(link.run(Stage.AUTH,
                whenDone -> new AuthDialogue(credentials, mechanisms, link.target().serverName(), whenDone)));
    }

    Reply auth(SaslClient client) throws IOException {
        requireAuthOffered();
        String mechanism = client.getMechanismName();
        if (Mechanisms.reveals(mechanism) && !secure() && !settings.allowCleartextAuth()) {
            throw new NotSentException(mechanism + " would reveal the secret without TLS");
        }
        return authenticated(link.run(Stage.AUTH, whenDone -> new AuthDialogue(client, whenDone)));
    }

    private void requireAuthOffered() throws IOException {
        link.check(Stage.AUTH);
        check();
        if (!link.capabilities().auth()) {
            throw new NotOfferedException("AUTH");
        }
    }

    private Reply authenticated(Result result) throws IOException {
        Failure failure = result.failure();
        if (result.reply() == null && failure != null && failure.kind() == Failure.Kind.AUTHENTICATION && !link.over()) {
            throw new NotSentException(failure.text());
        }
        Reply reply = link.reply(result, Stage.AUTH);
        if (failure != null) {
            // The reply may only confirm that the client cancelled the login; the failure has the reason.
            throw new SmtpReplyException(reply, failure.text());
        }
        return reply;
    }

    private boolean secure() {
        return link.connection().tls() != null;
    }
}
