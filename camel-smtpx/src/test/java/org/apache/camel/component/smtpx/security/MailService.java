/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLContext;

/** A server that behaves well, as a script; a test says what it offers and how it logs in. */
final class MailService implements ScriptedServer.Script {

    /** The server's part of AUTH, up to and with the final reply. */
    interface Login {
        /** @param initial the initial response in base64 as it came; null if there was none */
        void hold(ServerSession session, String mechanism, String initial) throws Exception;
    }

    private final List<String> inClear = new ArrayList<>();
    private final List<String> underTls = new ArrayList<>();
    private final Map<String, String> instead = new HashMap<>();
    private SSLContext tls;
    private boolean implicit;
    private Login login = (session, mechanism, initial) -> session.say("235 2.7.0 welcome");

    /** Offered before TLS, and without it. */
    MailService offers(String... keywords) {
        inClear.addAll(List.of(keywords));
        return this;
    }

    /** Offered under TLS. */
    MailService offersUnderTls(String... keywords) {
        underTls.addAll(List.of(keywords));
        return this;
    }

    /** TLS by STARTTLS, which is offered. */
    MailService startTls(SSLContext context) {
        tls = context;
        return offers("STARTTLS");
    }

    /** TLS from the beginning. */
    MailService implicitTls(SSLContext context) {
        tls = context;
        implicit = true;
        return this;
    }

    /**
     * Has exactly these characters (as ISO 8859-1) for an answer.
     *
     * @param command the verb that is answered, {@code ""} for the greeting, {@code "."} for the end of a message
     */
    MailService answering(String command, String characters) {
        instead.put(command, characters);
        return this;
    }

    private void answer(ServerSession session, String command, String... usual) throws IOException {
        String other = instead.get(command);
        if (other == null) {
            session.say(usual);
        } else {
            session.write(other.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    MailService login(Login other) {
        login = other;
        return this;
    }

    @Override
    public void play(ServerSession session) throws Exception {
        if (implicit) {
            session.startTls(tls);
        }
        answer(session, "", "220 mx.example.test ESMTP");
        serve(session);
    }

    /** Goes on from the next command to QUIT or the end. */
    void serve(ServerSession session) throws Exception {
        String line = session.hear();
        while (line != null && answer(session, line)) {
            line = session.hear();
        }
    }

    /** False when it was the last. */
    private boolean answer(ServerSession session, String line) throws Exception {
        String[] words = line.split(" ", -1);
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> hello(session);
            case "STARTTLS" -> {
                answer(session, "STARTTLS", "220 2.0.0 go ahead");
                session.startTls(tls);
            }
            case "AUTH" -> login.hold(session, words[1], words.length > 2 ? words[2] : null);
            case "DATA" -> {
                answer(session, "DATA", "354 go on");
                if (instead.getOrDefault("DATA", "354").startsWith("354")) {
                    session.message();
                    answer(session, ".", "250 2.0.0 queued");
                }
            }
            case "BDAT" -> {
                session.chunk(Integer.parseInt(words[1]), words.length > 2);
                answer(session, words.length > 2 ? "." : "BDAT", "250 2.0.0 taken");
            }
            case "QUIT" -> {
                session.say("221 2.0.0 bye");
                return false;
            }
            default -> answer(session, words[0], "250 2.0.0 ok");
        }
        return true;
    }

    private void hello(ServerSession session) throws IOException {
        List<String> lines = new ArrayList<>(List.of("mx.example.test"));
        lines.addAll(session.tls() == null ? inClear : underTls);
        List<String> reply = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            reply.add("250" + (i < lines.size() - 1 ? "-" : " ") + lines.get(i));
        }
        answer(session, "EHLO", reply.toArray(new String[0]));
    }
}
