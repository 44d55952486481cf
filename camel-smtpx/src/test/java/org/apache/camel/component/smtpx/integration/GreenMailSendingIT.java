/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** GreenMail in this JVM: the server of Camel's own mail tests. It offers few extensions and rejects no recipient. */
class GreenMailSendingIT extends SendingContract {

    private final Mails mails = new Mails();
    private GreenMail server;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException {
        Path store = PrivateCa.in(Path.of("target", "servers", "tls")).serverStore();
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", PrivateCa.PASSWORD);
        server = new GreenMail(
                new ServerSetup[] {
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS) });
        server.start();
        server.getUserManager().setMessageDeliveryHandler(this::deliver);
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    private GreenMailUser deliver(MovingMessage message, MailAddress recipient) throws MessagingException, UserException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            message.getMessage().writeTo(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mails.add(new RecordedMail("", List.of(recipient.getEmail()), octets.toByteArray()));
        UserManager users = server.getUserManager();
        GreenMailUser user = users.getUserByEmail("all@example.test");
        return user != null ? user : users.createUser("all@example.test", "all", "all");
    }

    @Override
    Peer peer() {
        return new EmbeddedPeer("greenmail", server.getSmtp().getPort(), server.getSmtps().getPort(), mails);
    }

    @Override
    Set<String> offered() {
        return Set.of("SMTPUTF8");
    }

    @Override
    boolean refusesRecipients() {
        return false;
    }

    @Override
    boolean keepsSender() {
        return false;
    }

    /** It drops the last line end, unless the body is empty. */
    @Override
    void sameOctets(byte[] sent, byte[] arrived) {
        super.sameOctets(withoutLineEnd(sent), withoutLineEnd(arrived));
    }

    private static byte[] withoutLineEnd(byte[] octets) {
        int length = octets.length;
        while (octets[length - 1] == '\n' || octets[length - 1] == '\r') {
            length--;
        }
        return Arrays.copyOf(octets, length);
    }
}
