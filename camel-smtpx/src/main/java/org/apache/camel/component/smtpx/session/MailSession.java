/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.component.smtpx.mail.MailVerb;
import org.apache.camel.component.smtpx.mail.Reply;

/**
 * The mail transactions of a {@link SmtpSession}: MAIL, RCPT, and the message (RFC 5321, section 3.3). Each method
 * blocks until the reply has arrived or its timeout has passed; its errors are those of {@link SmtpSession}.
 */
public abstract sealed class MailSession permits SmtpSession {

    final SessionSecurity security;
    final SessionMail mail;

    MailSession(SessionSecurity security, SessionMail mail) {
        this.security = security;
        this.mail = mail;
    }

    /**
     * The extensions that the last {@code mail} or {@code recipient} could not use, since the server does not offer
     * them. Their parameters were left out, which does not harm the message. Net::SMTP warns.
     */
    public List<String> dropped() {
        return List.copyOf(mail.dropped());
    }

    /** {@link #mail(String, MailOptions)} without parameters. */
    public Reply mail(String sender) throws IOException {
        return mail(sender, MailOptions.NONE);
    }

    /**
     * MAIL (RFC 5321, section 4.1.1.2).
     *
     * @param  sender              one address, with or without a name; empty or {@code <>} is the null sender.
     *                             Net::SMTP: {@code mail}
     * @throws NotOfferedException if the message needs 8BITMIME, BINARYMIME or SMTPUTF8 and the server does not offer
     *                             it
     */
    public Reply mail(String sender, MailOptions options) throws IOException {
        return begin(MailVerb.MAIL, sender, options);
    }

    /** SEND (RFC 821): to a terminal. Obsolete; sent whether offered or not. Net::SMTP: {@code send}. */
    public Reply send(String sender) throws IOException {
        return begin(MailVerb.SEND, sender, MailOptions.NONE);
    }

    /** SOML (RFC 821): to a terminal or a mailbox. Obsolete. Net::SMTP: {@code send_or_mail}. */
    public Reply sendOrMail(String sender) throws IOException {
        return begin(MailVerb.SOML, sender, MailOptions.NONE);
    }

    /** SAML (RFC 821): to a terminal and a mailbox. Obsolete. Net::SMTP: {@code send_and_mail}. */
    public Reply sendAndMail(String sender) throws IOException {
        return begin(MailVerb.SAML, sender, MailOptions.NONE);
    }

    private Reply begin(MailVerb verb, String sender, MailOptions options) throws IOException {
        security.check();
        return mail.mail(verb, sender, options);
    }

    /** {@link #recipient(RecipientOptions, String...)} without parameters. */
    public List<String> recipient(String... addresses) throws IOException {
        return recipient(RecipientOptions.NONE, addresses);
    }

    /**
     * RCPT (RFC 5321, section 4.1.1.3) for each address in turn. Nothing is sent if one of them is invalid.
     *
     * @return                    the accepted addresses, as given. Net::SMTP: {@code recipient}
     * @throws SmtpReplyException at the first rejected address, unless the options skip it; earlier ones stay accepted
     */
    public List<String> recipient(RecipientOptions options, String... addresses) throws IOException {
        security.check();
        return mail.recipients(options, addresses);
    }

    /** {@link #recipient(String...)}. Net::SMTP: {@code to}. */
    public List<String> to(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope makes no difference. Net::SMTP: {@code cc}. */
    public List<String> cc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope makes no difference. Net::SMTP: {@code bcc}. */
    public List<String> bcc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /**
     * DATA without content (RFC 5321, section 4.1.1.4); {@link #datasend} and {@link #dataend} follow. Net::SMTP:
     * {@code data()}.
     */
    public Reply data() throws IOException {
        security.check();
        return mail.begin();
    }

    /**
     * DATA, a whole message, and its end. Line ends become CRLF and leading dots are doubled. Net::SMTP:
     * {@code data(DATA)}.
     *
     * @throws NotSentException before DATA is sent, if the message has 8-bit octets without BODY=8BITMIME, a line of
     *                          more than 998 octets, or NUL
     */
    public Reply data(byte[] message) throws IOException {
        security.check();
        return mail.message(message);
    }

    /** {@link #data(byte[])} of the text in UTF-8. */
    public Reply data(String message) throws IOException {
        return data(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a piece of the open message; pieces may be cut anywhere. Blocks until the connection has accepted it.
     * {@link #dataend} reports an early rejection or the loss of the connection. Net::SMTP: {@code datasend}.
     *
     * @throws NotSentException if the piece has octets that may not be sent, as in {@link #data(byte[])}; the
     *                          connection is closed
     */
    public void datasend(byte[] piece) throws IOException {
        mail.write(piece);
    }

    /** {@link #datasend(byte[])} of the text in UTF-8. */
    public void datasend(String piece) throws IOException {
        datasend(piece.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the open message and returns the final reply. Without an open message nothing is sent, and the last reply is
     * returned if it was a success. Net::SMTP: {@code dataend}.
     */
    public Reply dataend() throws IOException {
        return mail.end();
    }

    /**
     * The replies to the end of the last message. In LMTP each accepted recipient has one, in the order in which
     * {@link #recipient} sent them (RFC 2033, section 4.2): {@link #dataend}, {@link #data(byte[])} and
     * {@link #bdatLast} then return the first success, and throw only if there is none. There are fewer replies if the
     * connection was lost, or if one reply rejected the message before its end. In SMTP there is one.
     */
    public List<Reply> recipientReplies() {
        return mail.recipientReplies();
    }

    /**
     * DATA, and a stream for the message, which {@link MessageStream#finish()} ends. Net::SMTP: {@code datafh}.
     */
    public MessageStream dataStream() throws IOException {
        data();
        return new MessageStream(this);
    }

    void abandonMessage() {
        mail.abandon();
    }

    /**
     * BDAT (RFC 3030). Line ends become CRLF, unless the message was declared {@code BINARYMIME}. Net::SMTP:
     * {@code bdat}.
     *
     * @throws NotOfferedException if the server does not offer CHUNKING
     */
    public Reply bdat(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, false);
    }

    /** BDAT LAST: the last chunk, which may be empty; the reply is the final one. Net::SMTP: {@code bdatlast}. */
    public Reply bdatLast(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, true);
    }
}
