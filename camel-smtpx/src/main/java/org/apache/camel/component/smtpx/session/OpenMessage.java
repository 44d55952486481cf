/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.dialogue.DataDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.EndReplies;
import org.apache.camel.component.smtpx.internal.dialogue.SessionDialogue.Result;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;

/**
 * A message of a session between DATA and its end. A message that cannot be finished is aborted by closing the
 * connection: the final dot is sent for a whole message only.
 */
final class OpenMessage {

    private final SessionConnection link;
    private final SessionTransaction transaction;
    private final ContentEncoder encoder = ContentEncoder.dotStuffed();
    private final CompletableFuture<Result> done = new CompletableFuture<>();
    private final DataDialogue dialogue;

    private OpenMessage(SessionConnection link, SessionTransaction transaction, EndReplies replies,
                        CompletableFuture<Result> begun) {
        this.link = link;
        this.transaction = transaction;
        this.dialogue = new DataDialogue(replies, begun::complete, done::complete);
    }

    /** Sends DATA; the reply must be 354. */
    static OpenMessage begin(SessionConnection link, SessionTransaction transaction, EndReplies replies)
            throws IOException {
        link.check(Stage.DATA);
        CompletableFuture<Result> begun = new CompletableFuture<>();
        OpenMessage message = new OpenMessage(link, transaction, replies, begun);
        link.connection().submit(message.dialogue);
        Reply reply = link.reply(link.await(begun, Stage.DATA), Stage.DATA);
        if (reply.code() != 354) {
            throw new SmtpReplyException("DATA", reply);
        }
        transaction.beginMessage();
        return message;
    }

    /**
     * Sends octets of the message, and returns when the connection has accepted them. The reply of the server, even to
     * the first octets, is reported at the end.
     */
    void write(byte[] octets) throws IOException {
        try {
            transaction.examine(octets);
        } catch (NotSentException e) {
            abandon("the message was given up: " + e.getMessage());
            throw e;
        }
        send(SessionTransaction.encode(encoder, octets, false));
    }

    private void send(byte[] wire) throws NoReplyException {
        if (wire.length == 0) {
            return;
        }
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        link.connection().resume(() -> dialogue.write(wire, () -> written.complete(true)));
        link.await(written, Stage.CONTENT);
    }

    /** Sends the final dot and awaits the final reply. */
    Reply end() throws IOException {
        send(SessionTransaction.encode(encoder, new byte[0], true));
        link.connection().resume(dialogue::end);
        Reply reply = link.reply(link.await(done, Stage.FINAL), Stage.FINAL);
        return SessionConnection.success("the end of the message", reply);
    }

    /** Aborts the message. */
    void abandon(String why) {
        link.close(Failure.of(Failure.Kind.CANCELLED, why));
    }
}
