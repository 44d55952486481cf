/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.camel.component.smtpx.internal.dialogue.BdatDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.EndReplies;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/** Mail transactions of a session: MAIL, RCPT, and the message by DATA or BDAT. */
final class SessionMail {

    private final SessionConnection link;
    private final Protocol protocol;
    private final boolean exactAddresses;
    private SessionTransaction transaction = new SessionTransaction(null, false);
    private @Nullable OpenMessage open;
    private List<String> dropped = List.of();
    private @Nullable EndReplies endReplies;

    SessionMail(SessionConnection link, Protocol protocol, boolean exactAddresses) {
        this.link = link;
        this.protocol = protocol;
        this.exactAddresses = exactAddresses;
    }

    /** Precedes every command that is no part of a message: an open message is aborted and its connection closed. */
    void requireNoOpenMessage(Stage stage) throws NoReplyException {
        link.check(stage);
        if (abandon()) {
            throw new NoReplyException(
                    stage, null, Failure.of(
                            Failure.Kind.CANCELLED, "a command came before the end of the message: the connection was closed"));
        }
    }

    /** Closes the connection if a message is open. */
    boolean abandon() {
        OpenMessage message = open;
        open = null;
        if (message == null) {
            return false;
        }
        message.abandon("the message was given up before its end");
        return true;
    }

    /** The server has ended the transaction. */
    void forget() {
        transaction = new SessionTransaction(null, false);
    }

    /** A recipient was accepted by a command of the caller's own. */
    void recipientAccepted() {
        transaction.accepted();
    }

    /** The replies to the end of the last message. */
    List<Reply> recipientReplies() {
        EndReplies replies = endReplies;
        return replies == null ? List.of() : replies.all();
    }

    /** Extensions that the last MAIL or RCPT could not use. */
    List<String> dropped() {
        return dropped;
    }

    Reply mail(MailVerb verb, String sender, MailOptions options) throws IOException {
        requireNoOpenMessage(Stage.MAIL);
        Address address = address(sender);
        boolean utf8 = address.needsUtf8() || options.smtpUtf8();
        List<String> missing = new ArrayList<>(0);
        List<String> parameters = options.parameters(link.capabilities(), utf8, missing);
        Command command = Command.mail(verb, address, parameters, utf8);
        dropped = missing;
        Reply reply = link.succeed(command, TimeoutKind.MAIL, Stage.MAIL);
        transaction = new SessionTransaction(options.body(), utf8);
        return reply;
    }

    List<String> recipients(RecipientOptions options, String... addresses) throws IOException {
        requireNoOpenMessage(Stage.RCPT);
        if (addresses.length == 0) {
            throw new IllegalArgumentException("no recipient");
        }
        List<String> missing = new ArrayList<>(0);
        List<String> parameters = options.parameters(link.capabilities(), missing);
        List<Command> commands = new ArrayList<>(addresses.length);
        for (String text : addresses) {
            commands.add(rcpt(address(text), parameters));
        }
        dropped = missing;
        List<String> accepted = new ArrayList<>(addresses.length);
        for (int i = 0; i < addresses.length; i++) {
            Reply reply = link.ask(commands.get(i), TimeoutKind.RCPT, Stage.RCPT);
            if (reply.isCompleted()) {
                transaction.accepted();
                accepted.add(addresses[i]);
            } else if (options.skipBad() && reply.code() != 421) {
                transaction.skipped();
            } else {
                throw new SmtpReplyException(commands.get(i).toString(), reply);
            }
        }
        return List.copyOf(accepted);
    }

    /**
     * Reads an address as Net::SMTP does. Blanks around it are removed. Nothing, or words before {@code <>}, are the
     * null address; words after the angle brackets are a comment. Domains become A-labels.
     */
    private Address address(String text) {
        String trimmed = text.replaceFirst("^[ \t]+", "");
        int end = trimmed.length();
        while (end > 0 && (trimmed.charAt(end - 1) == ' ' || trimmed.charAt(end - 1) == '\t')) {
            end--;
        }
        trimmed = trimmed.substring(0, end);
        if (trimmed.isEmpty() || exactAddresses) {
            return trimmed.isEmpty() ? Address.NULL : Address.exact(trimmed).toAscii();
        }
        int behind = trimmed.lastIndexOf('>') + 1;
        if (behind > 0 && trimmed.startsWith(" ", behind) && areWords(trimmed.substring(behind))) {
            trimmed = trimmed.substring(0, behind);
        }
        if (trimmed.endsWith(" <>") && areWords(trimmed.substring(0, trimmed.length() - 2))) {
            return Address.NULL;
        }
        return Address.parse(trimmed).toAscii();
    }

    private static boolean areWords(String text) {
        return text.chars().allMatch(c -> c == ' ' || c == '.' || c == '-' || c < 0x80 && Character.isLetterOrDigit(c));
    }

    private Command rcpt(Address address, List<String> parameters) throws NotSentException {
        if (address.isNull()) {
            List<String> words = new ArrayList<>(parameters);
            words.add(0, "TO:<>");
            return Command.raw("RCPT", words.toArray(String[]::new));
        }
        if (address.needsUtf8() && !transaction.utf8()) {
            throw new NotSentException("the address " + address + " needs SMTPUTF8, which its MAIL did not request");
        }
        return Command.rcpt(address, parameters, address.needsUtf8());
    }

    /** DATA; afterwards the message is open. */
    Reply begin() throws IOException {
        requireNoOpenMessage(Stage.DATA);
        if (transaction.binary()) {
            throw new IllegalStateException("a binary message is sent with bdat, not with data");
        }
        requireRecipient();
        EndReplies replies = transaction.endReplies(protocol);
        endReplies = replies;
        open = OpenMessage.begin(link, transaction, replies);
        return Objects.requireNonNull(link.last());
    }

    /** Sends a whole message, which is examined before DATA is sent. */
    Reply message(byte[] octets) throws IOException {
        requireNoOpenMessage(Stage.DATA);
        transaction.beginMessage();
        transaction.examine(octets);
        begin();
        write(octets);
        return end();
    }

    void write(byte[] octets) throws IOException {
        try {
            openMessage().write(octets);
        } catch (NotSentException e) {
            open = null;
            throw e;
        }
    }

    Reply end() throws IOException {
        OpenMessage message = open;
        Reply last = link.last();
        if (message == null) {
            link.check(Stage.FINAL);
            if (last != null && last.isCompleted()) {
                return last;
            }
            throw new IllegalStateException("no message is open");
        }
        open = null;
        forget();
        return message.end();
    }

    private OpenMessage openMessage() throws NoReplyException {
        OpenMessage message = open;
        if (message == null) {
            link.check(Stage.CONTENT);
            throw new IllegalStateException("no message is open: the server has not replied 354 to DATA");
        }
        return message;
    }

    Reply chunk(byte[] octets, boolean last) throws IOException {
        Stage stage = last ? Stage.FINAL : Stage.CONTENT;
        requireNoOpenMessage(stage);
        if (!link.capabilities().chunking()) {
            throw new NotOfferedException("CHUNKING");
        }
        requireRecipient();
        transaction.examine(octets);
        byte[] wire = transaction.chunk(octets, last);
        EndReplies replies = last ? transaction.endReplies(protocol) : new EndReplies(1);
        SessionTransaction now = transaction;
        if (last) {
            endReplies = replies;
            forget();
        }
        Reply reply = link.reply(link.run(stage, whenDone -> new BdatDialogue(wire, last, replies, whenDone)), stage);
        if (!reply.isCompleted()) {
            now.chunkRefused();
        }
        return SessionConnection.success("BDAT", reply);
    }

    /** Sends no message without a recipient, whatever the server would reply. */
    private void requireRecipient() throws IOException {
        if (transaction.hasNoRecipient()) {
            reset();
            throw new NotSentException("no recipient was accepted; the transaction was reset");
        }
    }

    Reply reset() throws IOException {
        requireNoOpenMessage(Stage.UPKEEP);
        Reply reply = link.succeed(Command.rset(), TimeoutKind.COMMAND, Stage.UPKEEP);
        forget();
        return reply;
    }
}
