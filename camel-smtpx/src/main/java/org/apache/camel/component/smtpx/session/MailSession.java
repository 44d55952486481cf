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

/** The mail transactions of a {@link SmtpSession}: MAIL, RCPT, and the message. */
public abstract sealed class MailSession permits SmtpSession {

    final SessionSecurity security;
    final SessionMail mail;

    MailSession(SessionSecurity security, SessionMail mail) {
        this.security = security;
        this.mail = mail;
    }

    /**
     * Extensions that the last {@code mail} or {@code recipient} asked for in vain: what is not offered and harmless to
     * leave out is left out. Net::SMTP warns.
     */
    public List<String> dropped() {
        return List.copyOf(mail.dropped());
    }

    /** {@link #mail(String, MailOptions)} with nothing asked. */
    public Reply mail(String sender) throws IOException {
        return mail(sender, MailOptions.NONE);
    }

    /**
     * MAIL (RFC 5321, section 4.1.1.2).
     *
     * @param  sender              one address, with or without a name; empty or {@code <>} is the null sender.
     *                             Net::SMTP: {@code mail}
     * @throws NotOfferedException if the server lacks what the message needs: 8BITMIME, BINARYMIME, SMTPUTF8
     */
    public Reply mail(String sender, MailOptions options) throws IOException {
        return begin(MailVerb.MAIL, sender, options);
    }

    /** SEND (RFC 821): to a terminal. Obsolete; sent when asked for, offered or not. Net::SMTP: {@code send}. */
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

    /** {@link #recipient(RecipientOptions, String...)} with nothing asked. */
    public List<String> recipient(String... addresses) throws IOException {
        return recipient(RecipientOptions.NONE, addresses);
    }

    /**
     * RCPT (RFC 5321, section 4.1.1.3) for each address in turn; nothing is sent if one of them is no address.
     *
     * @return                    the addresses that were accepted, as given. Net::SMTP: {@code recipient}
     * @throws SmtpReplyException at the first that is refused, unless the options skip it; those before it stay
     *                            accepted
     */
    public List<String> recipient(RecipientOptions options, String... addresses) throws IOException {
        security.check();
        return mail.recipients(options, addresses);
    }

    /** {@link #recipient(String...)}. Net::SMTP: {@code to}. */
    public List<String> to(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope knows no difference. Net::SMTP: {@code cc}. */
    public List<String> cc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** {@link #recipient(String...)}: the envelope knows no difference. Net::SMTP: {@code bcc}. */
    public List<String> bcc(String... addresses) throws IOException {
        return recipient(addresses);
    }

    /** DATA without content; {@link #datasend} and {@link #dataend} follow. Net::SMTP: {@code data()}. */
    public Reply data() throws IOException {
        security.check();
        return mail.begin();
    }

    /**
     * DATA, a whole message, and its end. Line ends become CRLF and dots are stuffed. Content that is not allowed
     * (8-bit without BODY=8BITMIME, lines over 998 octets, NUL) is found before DATA is sent. Net::SMTP:
     * {@code data(DATA)}.
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
     * Sends a piece of the open message; pieces may be cut anywhere. Returns when the connection has accepted it: an
     * early rejection, or the loss of the connection, is reported by {@link #dataend}. Net::SMTP: {@code datasend}.
     *
     * @throws NotSentException if the message must not be like that; the connection is closed
     */
    public void datasend(byte[] piece) throws IOException {
        mail.write(piece);
    }

    /** {@link #datasend(byte[])} of the text in UTF-8. */
    public void datasend(String piece) throws IOException {
        datasend(piece.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the open message and waits for the server's verdict. When none is open, nothing is sent and the last reply
     * is returned, if it was a success. Net::SMTP: {@code dataend}.
     */
    public Reply dataend() throws IOException {
        return mail.end();
    }

    /**
     * DATA, and the message as a stream, to be {@linkplain MessageStream#finish() finished}. Net::SMTP: {@code datafh}.
     */
    public MessageStream dataStream() throws IOException {
        data();
        return new MessageStream(this);
    }

    void abandonMessage() {
        mail.abandon();
    }

    /**
     * BDAT (RFC 3030), wherever the server offers CHUNKING. Text gets CRLF line ends; a message declared binary goes as
     * it is. Net::SMTP: {@code bdat}.
     */
    public Reply bdat(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, false);
    }

    /** BDAT LAST: the last chunk, which may be empty; the reply is the verdict. Net::SMTP: {@code bdatlast}. */
    public Reply bdatLast(byte[] chunk) throws IOException {
        security.check();
        return mail.chunk(chunk, true);
    }
}
