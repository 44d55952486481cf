/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLSocket;

import org.apache.camel.component.smtpx.testkit.ReceivedMessage.ReceivedRecipient;
import org.jspecify.annotations.Nullable;

/** One connection: greets, answers commands in order, and hands over what it accepted. */
final class Session implements Runnable {

    /** The point of rules about one recipient behind the message. */
    static final String CONTENT_FOR = "CONTENT FOR";

    private final SmtpxTestServer server;
    private final int number;
    private final Socket connection;
    private final SessionLimits limits = new SessionLimits();
    private Socket socket;
    private WireReader reader;
    private boolean secure;
    private boolean authenticated;

    private boolean greeted;
    private boolean extended;
    private @Nullable Transaction transaction;
    private boolean open = true;

    /** From MAIL, accepted or not, to the end of the message or RSET. */
    private static final class Transaction {
        private final String verb;
        private final EnvelopeCommand mail;
        private final boolean accepted;
        private final List<ReceivedRecipient> recipients = new ArrayList<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean rcptSeen;
        private int chunks;

        Transaction(String verb, EnvelopeCommand mail, boolean accepted) {
            this.verb = verb;
            this.mail = mail;
            this.accepted = accepted;
        }

        boolean deliverable() {
            return accepted && !recipients.isEmpty();
        }
    }

    Session(SmtpxTestServer server, int number, Socket socket) throws IOException {
        this.server = server;
        this.number = number;
        this.connection = socket;
        this.socket = socket;
        this.reader = new WireReader(socket.getInputStream(), this::violation);
    }

    @Override
    public void run() {
        try {
            converse();
            server.later(() -> socket.close());
        } catch (IOException e) {
            // The client went away, or the server is being closed: what was sent in full has been handed over.
            server.lost(number, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            server.later(connection::close);
        } catch (IOException e) {
            server.lost(number, e);
        }
    }

    private void converse() throws IOException, InterruptedException {
        if (server.hasImplicitTls()) {
            negotiate();
        } else if (reader.waiting()) {
            violation("something was sent before the greeting");
        }
        answer("GREETING", null, "220 test.example ESMTP");
        String line;
        while (open && (line = reader.line()) != null) {
            server.heard(line);
            command(line);
        }
    }

    private void command(String line) throws IOException, InterruptedException {
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        String rest = line.length() > verb.length() ? line.substring(verb.length() + 1) : "";
        boolean last = switch (verb) {
            case "EHLO", "HELO", "LHLO", "DATA", "VRFY", "EXPN", "HELP", "NOOP", "QUIT", "AUTH", "ETRN", "STARTTLS",
                    "XCLIENT" ->
                true;
            default -> false;
        };
        if (reader.waiting() && (last || !offering("PIPELINING")) && !verb.equals("BDAT")) {
            violation("something was sent behind " + verb + " before its reply");
        }
        switch (verb) {
            case "EHLO", "HELO", "LHLO" -> hello(verb, rest);
            case "MAIL", "SEND", "SOML", "SAML" -> mail(verb, rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> data();
            case "BDAT" -> bdat(rest);
            case "RSET" -> {
                transaction = null;
                answer(verb, null, "250 2.0.0 Ok");
            }
            case "QUIT" -> {
                answer(verb, null, "221 2.0.0 Bye");
                open = false;
            }
            case "AUTH" -> auth(rest);
            case "STARTTLS" -> startTls();
            case "XCLIENT", "XFORWARD" -> attributes(verb, rest);
            default -> other(verb, rest);
        }
    }

    private void hello(String verb, String name) throws IOException, InterruptedException {
        if (name.isBlank()) {
            violation(verb + " without a name");
        }
        if (server.speaksLmtp() != verb.equals("LHLO")) {
            // RFC 2033, section 4.1. The client finds out by this reply, and no rule is needed to test that.
            reply("500 5.5.1 Unknown command");
            return;
        }
        transaction = null;
        List<String> lines = new ArrayList<>(List.of("250 test.example"));
        boolean esmtp = !verb.equals("HELO");
        if (esmtp) {
            lines.addAll(offered());
        }
        if (answer(verb, name, lines.toArray(String[]::new))) {
            greeted = true;
            extended = esmtp;
        }
    }

    private void mail(String verb, String rest) throws IOException, InterruptedException {
        EnvelopeCommand mail = EnvelopeCommand.parse("FROM", rest);
        if (mail == null) {
            violation("no command: " + verb + " " + rest);
            reply("501 5.5.2 syntax");
            return;
        }
        if (!greeted && !server.helloIsOptional()) {
            violation(verb + " before EHLO or HELO");
        }
        Transaction before = transaction;
        if (before != null && before.accepted) {
            violation(verb + " within a transaction");
            reply("503 5.5.1 nested " + verb);
            return;
        }
        if (server.secret() != null && !authenticated) {
            transaction = new Transaction(verb, mail, false);
            reply("530 5.7.0 Authentication required");
            return;
        }
        List<String> offered = extended ? offered() : List.of();
        if (rejectedBy(limits.onMail(offered))) {
            transaction = new Transaction(verb, mail, false);
            return;
        }
        mail.check(offered, this::violation);
        ascii(mail.address(), mail);
        transaction = new Transaction(verb, mail, answer(verb, mail.address(), "250 2.1.0 Ok"));
    }

    private void rcpt(String rest) throws IOException, InterruptedException {
        EnvelopeCommand rcpt = EnvelopeCommand.parse("TO", rest);
        Transaction now = transaction;
        if (rcpt == null || now == null) {
            violation((now == null ? "RCPT without MAIL: " : "no command: RCPT ") + rest);
            reply("503 5.5.1 no");
            return;
        }
        now.rcptSeen = true;
        if (!now.accepted) {
            reply("503 5.5.1 MAIL was refused");
            return;
        }
        List<String> offered = extended ? offered() : List.of();
        if (rejectedBy(limits.onRecipient(offered, rcpt.address()))) {
            return;
        }
        rcpt.check(offered, this::violation);
        ascii(rcpt.address(), now.mail);
        if (answer("RCPT", rcpt.address(), "250 2.1.5 Ok")) {
            now.recipients.add(new ReceivedRecipient(rcpt.address(), rcpt.parameters()));
        }
    }

    /** Whether the command is beyond a limit that the client was told. */
    private boolean rejectedBy(@Nullable String refusal) throws IOException {
        if (refusal != null) {
            violation("more than LIMITS allows: " + refusal);
            reply(refusal);
        }
        return refusal != null;
    }

    private void data() throws IOException, InterruptedException {
        Transaction now = begun("DATA");
        if (now == null) {
            return;
        }
        if (now.chunks > 0 || now.mail.has("BODY=BINARYMIME")) {
            violation("DATA in a transaction that needs BDAT");
        }
        if (!now.deliverable()) {
            answer("DATA", null, (server.speaksLmtp() ? "503" : "554") + " 5.5.1 no valid recipients");
        } else if (answer("DATA", null, "354 go on")) {
            now.content.writeBytes(reader.data());
            if (reader.waiting()) {
                violation("something was sent behind the final dot before its reply");
            }
            end(now);
        }
    }

    private void bdat(String rest) throws IOException, InterruptedException {
        String[] words = rest.split(" ", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        if (!words[0].matches("[0-9]{1,18}") || words.length > 2 || words.length == 2 && !last) {
            violation("no command: BDAT " + rest);
            open = false;
            return;
        }
        if (!extended || !offering("CHUNKING")) {
            violation("BDAT without CHUNKING");
        }
        byte[] chunk = reader.chunk(Long.parseLong(words[0]));
        Transaction now = begun("BDAT");
        if (now == null) {
            return;
        }
        now.chunks++;
        now.content.writeBytes(chunk);
        if (!now.deliverable()) {
            answer("BDAT", null, "554 5.5.1 no valid recipients");
        } else if (last) {
            end(now);
        } else {
            answer("BDAT", null, "250 2.0.0 " + chunk.length + " octets");
        }
    }

    private @Nullable Transaction begun(String verb) throws IOException {
        Transaction now = transaction;
        if (now == null || !now.rcptSeen) {
            violation(verb + " without MAIL and RCPT");
            reply("503 5.5.1 no");
            return null;
        }
        return now;
    }

    private void end(Transaction now) throws IOException, InterruptedException {
        byte[] octets = now.content.toByteArray();
        check(now.mail, octets);
        ReceivedMessage message = new ReceivedMessage(
                number, now.verb, now.mail.address(), now.mail.parameters(), now.recipients, octets, now.chunks);
        transaction = null;
        // Kept before the reply is written: a client that knows of its success finds the message here.
        if (server.speaksLmtp()) {
            concludeEach(message);
        } else if (now.mail.has("PRDR") && now.recipients.size() > 1) {
            concludePrdr(message);
        } else {
            server.received(this, message);
        }
    }

    /** One reply for each recipient (RFC 2033, section 4.2). */
    private void concludeEach(ReceivedMessage message) throws IOException, InterruptedException {
        List<ReceivedRecipient> having = new ArrayList<>();
        AtomicReference<@Nullable ReceivedMessage> kept = new AtomicReference<>();
        for (ReceivedRecipient recipient : message.recipients()) {
            if (!open) {
                return;
            }
            answer(server.contentRule(recipient.address()), () -> {
                having.add(recipient);
                ReceivedMessage now = message.withRecipients(having);
                ReceivedMessage before = kept.getAndSet(now);
                if (before == null) {
                    server.keep(now);
                } else {
                    server.replace(before, now);
                }
            }, "250 2.1.5 <" + recipient.address() + "> saved");
        }
    }

    /** 353, a reply for each recipient, and one for the message and those that are left. */
    private void concludePrdr(ReceivedMessage message) throws IOException, InterruptedException {
        reply("353 content analysis has started");
        List<ReceivedRecipient> left = new ArrayList<>();
        for (ReceivedRecipient recipient : message.recipients()) {
            if (!open) {
                return;
            }
            answer(server.contentRule(recipient.address()), () -> left.add(recipient),
                    "250 2.1.5 <" + recipient.address() + "> accepted");
        }
        if (open && left.isEmpty()) {
            answer("CONTENT", null, "550 5.7.1 rejected for all recipients");
        } else if (open) {
            server.received(this, message.withRecipients(left));
        }
    }

    /** The answer to the end of a message; what is kept is kept before it is said. */
    void conclude(Runnable keep, String otherwise) throws IOException, InterruptedException {
        answer("CONTENT", null, keep, otherwise);
    }

    /** The answer of a receiver to the end of a message. */
    void conclude(@Nullable String reply) throws IOException {
        if (reply == null) {
            open = false;
        } else {
            reply(reply);
        }
    }

    private void check(EnvelopeCommand mail, byte[] octets) {
        boolean binary = mail.has("BODY=BINARYMIME");
        for (int i = 0; i < octets.length && !binary; i++) {
            if (octets[i] < 0 && !mail.has("BODY=8BITMIME")) {
                violation("an 8-bit message without BODY=8BITMIME");
                return;
            }
            boolean bare = octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')
                    || octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r');
            if (bare || octets[i] == 0) {
                violation("a message with a " + (bare ? "bare line end" : "NUL") + " without BODY=BINARYMIME");
                return;
            }
        }
    }

    private void ascii(String address, EnvelopeCommand mail) {
        if (address.chars().anyMatch(c -> c > 0x7E) && !mail.has("SMTPUTF8")) {
            violation("a non-ASCII address without SMTPUTF8: " + address);
        }
    }

    /** STARTTLS is offered before TLS only, and AUTH after it. */
    private List<String> offered() {
        String hidden = secure ? "STARTTLS" : server.hasStartTls() ? "AUTH" : "";
        return server.offered().stream().filter(offer -> !offer.split(" ", 2)[0].equalsIgnoreCase(hidden)).toList();
    }

    private boolean offering(String keyword) {
        return offered().stream().anyMatch(offer -> offer.split(" ", 2)[0].equalsIgnoreCase(keyword));
    }

    private void startTls() throws IOException, InterruptedException {
        if (!server.hasStartTls() || secure) {
            violation("a command that is not offered: STARTTLS");
            reply("502 5.5.1 not implemented");
        } else if (answer("STARTTLS", null, "220 2.0.0 go on")) {
            negotiate();
        }
    }

    /** The rest of the connection is TLS, and the client begins anew with EHLO (RFC 3207 section 4.2). */
    private void negotiate() throws IOException {
        SSLSocket encrypted = (SSLSocket) server.tlsContext().getSocketFactory().createSocket(socket, null, true);
        encrypted.startHandshake();
        socket = encrypted;
        reader = new WireReader(encrypted.getInputStream(), this::violation);
        secure = true;
        greeted = false;
        extended = false;
        transaction = null;
    }

    /** The attributes of another client (Postfix). XCLIENT begins the session anew, but for TLS. */
    private void attributes(String verb, String rest) throws IOException, InterruptedException {
        String fault = extended ? ClientAttributesCheck.fault(offered(), verb, rest) : verb + " is not offered";
        if (transaction != null && transaction.accepted) {
            fault = verb + " within a transaction";
        }
        if (fault != null) {
            violation(fault);
            reply("501 5.5.4 " + fault);
        } else if (verb.equals("XFORWARD")) {
            answer(verb, null, "250 2.0.0 Ok");
        } else if (answer(verb, null, "220 test.example ESMTP")) {
            greeted = false;
            extended = false;
            authenticated = false;
            transaction = null;
        }
    }

    private void auth(String rest) throws IOException, InterruptedException {
        String[] words = rest.split(" ", -1);
        String secret = server.secret();
        boolean right = secret != null && words.length == 2 && words[0].equalsIgnoreCase("PLAIN")
                && new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8).endsWith(secret);
        authenticated = answer("AUTH", null, right ? "235 2.7.0 Ok" : "535 5.7.8 wrong credentials");
    }

    private void other(String verb, String rest) throws IOException, InterruptedException {
        String otherwise = switch (verb) {
            case "NOOP" -> "250 2.0.0 Ok";
            case "VRFY" -> "252 2.1.5 cannot verify";
            case "HELP" -> "214 2.0.0 see RFC 5321";
            case "ETRN" -> "250 2.0.0 queuing started";
            default -> "502 5.5.1 not implemented";
        };
        if (verb.equals("ETRN") && !offering("ETRN") || !verb.matches("NOOP|VRFY|EXPN|HELP|ETRN")) {
            violation("a command that is not offered: " + verb);
        }
        answer(verb, rest, otherwise);
    }

    private boolean answer(String point, @Nullable String about, String... otherwise)
            throws IOException, InterruptedException {
        return answer(point, about, () -> {
        }, otherwise);
    }

    /** Says what the script wants here, else the default; true when that was a yes. */
    private boolean answer(String point, @Nullable String about, Runnable onYes, String... otherwise)
            throws IOException, InterruptedException {
        return answer(server.rule(point, about), onYes, otherwise);
    }

    private boolean answer(@Nullable Rule rule, Runnable onYes, String... otherwise) throws IOException, InterruptedException {
        String[] lines = otherwise;
        if (rule != null) {
            rule.await();
            String[] own = rule.lines();
            lines = own != null ? own : rule.drops() ? null : otherwise;
            open = !rule.drops();
        }
        if (lines == null) {
            return false;
        }
        boolean yes = lines[0].charAt(0) < '4';
        if (yes) {
            onYes.run();
        }
        reply(lines);
        return yes;
    }

    private void reply(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        String code = lines[0].substring(0, 3);
        String first = lines[0].length() > 4 ? lines[0].substring(4) : "";
        for (int i = 0; i < lines.length; i++) {
            text.append(code).append(i + 1 < lines.length ? '-' : ' ').append(i == 0 ? first : lines[i]).append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        server.later(() -> {
            out.write(octets);
            out.flush();
        });
    }

    private void violation(String text) {
        server.violated(number, text);
    }

    boolean closed() {
        return connection.isClosed();
    }

    void close() throws IOException {
        connection.close();
    }
}
