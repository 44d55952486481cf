/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.smtpx.internal.transport.netty.MemoryConnection;

/**
 * A server in memory that does everything right but for one reply, and keeps the ledger of what it has accepted.
 */
final class FaultyServer {

    /** The replies that can go wrong. */
    enum Slot {
        GREETING,
        HELLO,
        STARTTLS,
        CHALLENGE,
        AUTH,
        RSET,
        MAIL,
        RCPT,
        DATA,
        CHUNK,
        ANALYSIS,
        FIRST_RECIPIENT,
        SECOND_RECIPIENT,
        FINAL
    }

    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MemoryConnection connection;
    private final List<String> keywords;
    private final Slot slot;
    private final Fault fault;

    private final Map<String, Integer> copies = new LinkedHashMap<>();
    private final List<String> accepted = new ArrayList<>();
    private ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private int read;
    private boolean happened;
    private boolean mute;
    private boolean gone;
    private boolean lmtp;
    private boolean prdr;
    private boolean mail;
    private boolean chunkRefused;
    private boolean data;
    private boolean challenged;
    private int chunkLeft;
    private boolean chunkLast;

    FaultyServer(MemoryConnection connection, List<String> keywords, Slot slot, Fault fault) {
        this.connection = connection;
        this.keywords = keywords;
        this.slot = slot;
        this.fault = fault;
    }

    /** Copies that each recipient has. */
    Map<String, Integer> copies() {
        return copies;
    }

    /** Whether the fault has come to pass. */
    boolean happened() {
        return happened;
    }

    void greet() {
        answer(Slot.GREETING, "220 mx.example.org");
        give();
    }

    /** Reads what is there and answers, until nothing more comes. */
    void serve() {
        for (int before = -1; before != read;) {
            before = read;
            byte[] sent = connection.sent();
            while (take(sent)) {
                continue;
            }
            give();
        }
    }

    private boolean take(byte[] sent) {
        if (gone) {
            return false;
        }
        if (chunkLeft > 0) {
            int length = Math.min(chunkLeft, sent.length - read);
            read += length;
            chunkLeft -= length;
            if (length > 0 && chunkLeft == 0) {
                chunk();
            }
            return length > 0;
        }
        int end = data ? indexOf(sent, END, Math.max(0, read - 2)) : indexOf(sent, new byte[] { '\n' }, read);
        if (end < 0) {
            return false;
        }
        String line = new String(sent, read, end - read, StandardCharsets.US_ASCII);
        read = end;
        if (data) {
            data = false;
            accept();
        } else if (challenged) {
            challenged = false;
            answer(Slot.AUTH, "235 2.7.0 welcome");
        } else {
            command(line.strip());
        }
        return true;
    }

    private static int indexOf(byte[] octets, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= octets.length; i++) {
            if (Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i + wanted.length;
            }
        }
        return -1;
    }

    private void command(String line) {
        String[] words = line.split("[ :]");
        switch (words[0]) {
            case "EHLO", "LHLO" -> {
                lmtp = words[0].equals("LHLO");
                answer(Slot.HELLO, "250-mx.example.org\r\n250-" + String.join("\r\n250-", keywords) + "\r\n250 OK");
            }
            case "HELO" -> answer(Slot.HELLO, "250 mx.example.org");
            case "STARTTLS" -> {
                boolean begun = answer(Slot.STARTTLS, "220 2.0.0 go ahead");
                give();
                if (begun && connection.isOpen()) {
                    connection.secure(TestTls.server());
                }
            }
            case "AUTH" -> {
                if (words[1].equals("PLAIN")) {
                    answer(Slot.AUTH, "235 2.7.0 welcome");
                } else {
                    challenged = answer(Slot.CHALLENGE, "334 PDQyQG14LmV4YW1wbGUub3JnPg==");
                }
            }
            case "RSET" -> {
                answer(Slot.RSET, "250 2.0.0 flushed");
                mail = false;
            }
            case "MAIL" -> {
                mail = answer(Slot.MAIL, "250 2.1.0 ok");
                prdr = line.contains(" PRDR");
                accepted.clear();
                chunkRefused = false;
            }
            case "RCPT" -> {
                if (!mail) {
                    say("503 5.5.1 MAIL first");
                } else if (answer(Slot.RCPT, "250 2.1.5 ok")) {
                    accepted.add(line.substring(9, line.indexOf('>')));
                }
            }
            case "DATA" -> {
                if (!mail || accepted.isEmpty()) {
                    say("503 5.5.1 no valid recipients");
                } else {
                    data = answer(Slot.DATA, "354 go ahead");
                }
            }
            case "BDAT" -> {
                chunkLeft = Integer.parseInt(words[1]);
                chunkLast = words.length > 2;
                if (chunkLeft == 0) {
                    chunk();
                }
            }
            case "QUIT" -> say("221 2.0.0 bye");
            default -> say("500 5.5.2 what?");
        }
    }

    private void chunk() {
        if (!mail || accepted.isEmpty() || chunkRefused) {
            say("503 5.5.1 bad sequence");
        } else if (chunkLast) {
            accept();
        } else {
            chunkRefused = !answer(Slot.CHUNK, "250 2.0.0 received");
        }
    }

    private void accept() {
        mail = false;
        if (lmtp) {
            eachRecipient().forEach(recipient -> copies.merge(recipient, 1, Integer::sum));
        } else if (prdr) {
            analyse();
        } else if (answer(Slot.FINAL, "250 2.0.0 queued")) {
            accepted.forEach(recipient -> copies.merge(recipient, 1, Integer::sum));
        }
        accepted.clear();
    }

    /** The recipients that are accepted behind the message. */
    private List<String> eachRecipient() {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < accepted.size() && !gone; i++) {
            if (answer(i == 0 ? Slot.FIRST_RECIPIENT : Slot.SECOND_RECIPIENT, "250 2.1.5 ok")) {
                left.add(accepted.get(i));
            }
        }
        return left;
    }

    private void analyse() {
        if (answer(Slot.ANALYSIS, "353 content analysis")) {
            List<String> left = eachRecipient();
            if (!gone && answer(Slot.FINAL, "250 2.0.0 queued")) {
                left.forEach(recipient -> copies.merge(recipient, 1, Integer::sum));
            }
        }
    }

    /** Gives the good reply, or does what the fault demands; false when the server has refused. */
    private boolean answer(Slot at, String good) {
        if (at != slot || happened) {
            say(good);
            return true;
        }
        happened = true;
        switch (fault) {
            case SILENT -> mute();
            case LATE -> {
                give();
                connection.pass(Duration.ofSeconds(100));
                say(good);
            }
            case FIN, RST -> {
                give();
                mute = true;
                if (fault == Fault.FIN) {
                    connection.finish();
                } else {
                    connection.reset();
                }
            }
            case CLOSING -> {
                say("421 4.3.2 going down");
                mute();
                gone = true;
                return false;
            }
            case TRANSIENT -> {
                say("451 4.3.0 not now");
                return false;
            }
            case PERMANENT -> {
                say("550 5.7.1 never");
                return false;
            }
            case MALFORMED -> say("HTTP/1.1 400 Bad Request");
            case MIXED -> say("250-2.0.0 yes\r\n550 5.0.0 no");
            case MISFIT -> say(at == Slot.DATA || at == Slot.GREETING ? "250 2.0.0 ok" : "354 go ahead");
            case EXTRA -> say(good + "\r\n250 2.0.0 extra");
            case TRICKLED -> {
                give();
                for (byte octet : (good + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
                    connection.receive(new byte[] { octet });
                }
            }
            case GIANT -> say("250-" + "x".repeat(1 << 20));
            case THEN_FIN, TRUNCATED -> {
                byte[] octets = (fault == Fault.THEN_FIN ? good + "\r\n" : good).getBytes(StandardCharsets.US_ASCII);
                replies.writeBytes(octets);
                give();
                mute = true;
                connection.finish();
            }
        }
        return true;
    }

    private void mute() {
        give();
        mute = true;
    }

    private void say(String reply) {
        replies.writeBytes((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void give() {
        byte[] octets = replies.toByteArray();
        replies = new ByteArrayOutputStream();
        if (octets.length > 0 && !mute) {
            connection.receive(octets);
        }
    }
}
