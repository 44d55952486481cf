/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Timeouts;
import org.apache.camel.component.smtpx.internal.transport.MemoryRig;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.apache.camel.component.smtpx.transcript.TestTls;

/**
 * The server of a {@link HandshakeConversation}: greeting, EHLO, STARTTLS, XCLIENT, AUTH and one message, one command
 * at a time, with replies of any class, early, extra, split and glued ones, cuts at any octet, and silence. It checks
 * each line of the client against what has been said so far.
 */
final class HandshakeServer {

    private static final int MALFORMED = 0;
    private static final int[] CODES = {
            200, 211, 220, 221, 235, 250, 334, 354, 421, 421, 450, 454, 500, 502, 503, 504, 530,
            534, 535, 554 };

    /** What awaits a reply. */
    private enum Kind {
        CONNECT(TimeoutKind.GREETING, 220),
        EHLO(TimeoutKind.HELLO, 250),
        HELO(TimeoutKind.HELLO, 250),
        STARTTLS(TimeoutKind.STARTTLS, 220),
        XCLIENT(TimeoutKind.HELLO, 220),
        AUTH(TimeoutKind.AUTH, 235),
        MAIL(TimeoutKind.MAIL, 250),
        RCPT(TimeoutKind.RCPT, 250),
        DATA(TimeoutKind.DATA, 354),
        DOT(TimeoutKind.FINAL, 250),
        QUIT(TimeoutKind.QUIT, 221);

        private final TimeoutKind wait;
        private final int natural;

        Kind(TimeoutKind wait, int natural) {
            this.wait = wait;
            this.natural = natural;
        }
    }

    private record Answer(int code, String text) {
    }

    private final Random random;
    private final HandshakeConversation.Wish wish;
    private final Timeouts deadlines;
    private final double faults;
    private final double extras;
    private final boolean offersTls;
    private final boolean offersXclient;
    private final int silentAfter;
    private final int cutAfter;
    private final boolean reset;
    private final boolean glued;

    private final List<Kind> asked = new ArrayList<>(List.of(Kind.CONNECT));
    private final List<Answer> answers = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int processed;
    private int answered;
    private int delivered;
    private int cutAt = Integer.MAX_VALUE;
    private boolean cut;
    private boolean outOfStep;
    private boolean faulty;
    private byte[] input = new byte[0];
    private boolean content;
    private long since;

    private boolean helloAccepted;
    private boolean secured;
    private boolean tlsDue;
    private boolean authenticated;
    private boolean identified;
    /** Lines of the client that the mechanism still wants, after which 235 counts. */
    private int authLines;
    private boolean committed;
    private boolean accepted;

    HandshakeServer(Random random, HandshakeConversation.Wish wish, Timeouts deadlines) {
        this.random = random;
        this.wish = wish;
        this.deadlines = deadlines;
        this.faults = new double[] { 0, 0.1, 0.3 }[random.nextInt(3)];
        this.extras = random.nextInt(4) == 0 ? 0.1 : 0;
        this.offersTls = wish.canTls() && (wish.startTls() == StartTls.REQUIRED ? random.nextInt(8) > 0 : random.nextBoolean());
        this.offersXclient = wish.xclient() && random.nextInt(8) > 0;
        this.silentAfter = random.nextInt(8) == 0 ? random.nextInt(10) : Integer.MAX_VALUE;
        this.cutAfter = random.nextInt(5) == 0 ? random.nextInt(10) : Integer.MAX_VALUE;
        this.reset = random.nextBoolean();
        this.glued = random.nextInt(3) == 0;
    }

    boolean cut() {
        return cut;
    }

    /** Whether nothing has gone wrong, so that the message must have been delivered. */
    boolean faultless() {
        return !faulty && !cut && !outOfStep && silentAfter == Integer.MAX_VALUE;
    }

    boolean committed() {
        return committed;
    }

    boolean accepted() {
        return accepted;
    }

    /** Whether mail may be sent, by all that the client has been told. */
    boolean ready() {
        return asked.get(0) == Kind.CONNECT && answered > 0 && answers.get(0).code() == 220
                && (helloAccepted || !wish.sendHello())
                && (secured || wish.startTls() != StartTls.REQUIRED) && (authenticated || !wish.login())
                && (identified || !wish.xclient());
    }

    /** When the client must have given up. */
    long due() {
        if (tlsDue) {
            return since + deadlines.nanos(TimeoutKind.TLS);
        }
        return answered >= asked.size() ? Long.MAX_VALUE : since + deadlines.nanos(asked.get(answered).wait);
    }

    void read(byte[] octets, long now) {
        if (octets.length == 0) {
            return;
        }
        byte[] all = Arrays.copyOf(input, input.length + octets.length);
        System.arraycopy(octets, 0, all, input.length, octets.length);
        input = all;
        for (int end = end(); end >= 0; end = end()) {
            String line = new String(input, 0, end, StandardCharsets.ISO_8859_1);
            input = Arrays.copyOfRange(input, end, input.length);
            since = now;
            if (content) {
                content = false;
                committed = true;
                ask(Kind.DOT, line);
            } else {
                command(line.strip());
            }
        }
    }

    private int end() {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        String mark = content ? "\r\n.\r\n" : "\r\n";
        int at = text.indexOf(mark);
        return at < 0 ? -1 : at + mark.length();
    }

    private void command(String line) {
        String word = line.split(" ")[0];
        switch (word) {
            case "EHLO" -> ask(Kind.EHLO, line);
            case "HELO" -> ask(Kind.HELO, line);
            case "STARTTLS" -> ask(Kind.STARTTLS, line);
            case "XCLIENT" -> {
                if (!wish.xclient() || identified || authenticated) {
                    throw new AssertionError("not the time for XCLIENT: " + line);
                }
                ask(Kind.XCLIENT, line);
            }
            case "AUTH" -> {
                if (wish.xclient() && !identified) {
                    throw new AssertionError("a login that XCLIENT ends");
                }
                if (!secured && !wish.clearAllowed() && !line.startsWith("AUTH CRAM-MD5")) {
                    throw new AssertionError("a secret in clear: " + line);
                }
                authLines = line.contains("LOGIN") ? 2 : line.contains("CRAM-MD5") ? 1 : 0;
                ask(Kind.AUTH, line);
            }
            case "MAIL" -> {
                if (!ready()) {
                    throw new AssertionError("MAIL before the session was ready");
                }
                ask(Kind.MAIL, line);
            }
            case "RCPT" -> ask(Kind.RCPT, line);
            case "DATA" -> ask(Kind.DATA, line);
            case "QUIT" -> ask(Kind.QUIT, line);
            default -> {
                if (asked.get(asked.size() - 1) != Kind.AUTH || answers.get(answered - 1).code() != 334) {
                    throw new AssertionError("no such command: " + line);
                }
                authLines--;
                ask(Kind.AUTH, line);
            }
        }
    }

    private void ask(Kind kind, String line) {
        if (answered < asked.size()) {
            throw new AssertionError(kind + " before the answer to " + asked.get(answered) + ": " + line);
        }
        if (outOfStep && kind != Kind.QUIT) {
            throw new AssertionError("the client went on although the conversation was out of step: " + line);
        }
        asked.add(kind);
    }

    /** Makes one move; how long to wait when there is none, or 0. */
    long move(MemoryRig rig) {
        if (!rig.isOpen() || cut) {
            return Long.MAX_VALUE;
        }
        if (delivered >= cutAt || processed >= cutAfter && cutAt == Integer.MAX_VALUE) {
            cut = true;
            if (reset) {
                rig.reset();
            } else {
                rig.finish();
            }
            return 0;
        }
        if (tlsDue) {
            return beginTls(rig);
        }
        int left = out.size() - delivered;
        // While the client writes, it cannot tell a reply that is early from one that is owed.
        if (left > 0 && !rig.isBehind() && (processed == asked.size() || !glued && random.nextInt(3) > 0)) {
            deliver(rig, random.nextBoolean() ? left : 1 + random.nextInt(left));
            return 0;
        }
        if (processed >= silentAfter) {
            return Long.MAX_VALUE;
        }
        if (processed < asked.size()) {
            process(asked.get(processed));
            return 0;
        }
        if (random.nextDouble() < extras / 4) {
            faulty = true;
            emit(fault());
            return 0;
        }
        return Long.MAX_VALUE;
    }

    private long beginTls(MemoryRig rig) {
        if (!wish.realTls()) {
            faulty = true;
            return Long.MAX_VALUE;
        }
        tlsDue = false;
        secured = true;
        rig.secure(TestTls.server());
        return 0;
    }

    private void process(Kind kind) {
        processed++;
        if (answers.size() >= processed) {
            return;
        }
        if (random.nextDouble() < faults) {
            faulty = true;
            emit(fault());
        } else {
            emit(natural(kind));
        }
        if (random.nextDouble() < extras) {
            faulty = true;
            emit(random.nextBoolean() ? new Answer(250, "250 extra\r\n") : fault());
        }
        if (cutAfter == processed) {
            cutAt = delivered + random.nextInt(out.size() - delivered + 1);
        }
    }

    private void emit(Answer answer) {
        answers.add(answer);
        out.writeBytes(answer.text().getBytes(StandardCharsets.ISO_8859_1));
        ends.add(out.size());
    }

    private Answer natural(Kind kind) {
        if (kind == Kind.EHLO) {
            StringBuilder text = new StringBuilder("250-mx\r\n");
            text.append(offersTls && !secured ? "250-STARTTLS\r\n" : "");
            text.append(offersXclient ? "250-XCLIENT NAME ADDR\r\n" : "");
            text.append(wish.login() ? "250-AUTH " + wish.mechanism() + "\r\n" : "");
            return new Answer(250, text.append("250 SIZE\r\n").toString());
        }
        if (kind == Kind.AUTH && authLines > 0) {
            return new Answer(334, "334 VXNlcm5hbWU6\r\n");
        }
        return new Answer(kind.natural, kind.natural + " text\r\n");
    }

    private Answer fault() {
        if (random.nextInt(12) == 0) {
            return new Answer(MALFORMED, random.nextBoolean() ? "2500 what\r\n" : "250-one\r\n550 two\r\n");
        }
        int code = CODES[random.nextInt(CODES.length)];
        return new Answer(code, random.nextInt(4) == 0 ? code + "-first\r\n" + code + " second\r\n" : code + " fault\r\n");
    }

    private void deliver(MemoryRig rig, int length) {
        int end = Math.min(delivered + length, cutAt);
        byte[] octets = Arrays.copyOfRange(out.toByteArray(), delivered, end);
        delivered = end;
        int whole = answered;
        int start = whole == 0 ? 0 : ends.get(whole - 1);
        while (whole < ends.size() && ends.get(whole) <= end) {
            start = ends.get(whole);
            outOfStep |= answers.get(whole).code() == MALFORMED;
            whole++;
        }
        boolean partial = end > start;
        outOfStep |= whole + (partial ? 1 : 0) > asked.size();
        for (; answered < whole && answered < asked.size(); answered++) {
            if (processed == answered) {
                processed++;
            }
            onAnswered(asked.get(answered), answers.get(answered).code());
            since = rig.nanoTime();
        }
        rig.receive(octets);
    }

    private void onAnswered(Kind kind, int code) {
        boolean intermediate = code == 334 && kind == Kind.AUTH || code == 354 && kind == Kind.DATA;
        outOfStep |= code / 100 == 3 && !intermediate;
        switch (kind) {
            case EHLO, HELO -> helloAccepted |= code == 250;
            case STARTTLS -> {
                tlsDue = code == 220;
                helloAccepted &= code != 220;
            }
            case XCLIENT -> {
                identified |= code / 100 == 2;
                helloAccepted &= code / 100 != 2;
            }
            case AUTH -> authenticated |= code == 235 && authLines <= 0;
            case DATA -> content = code == 354;
            case DOT -> accepted = code / 100 == 2;
            default -> {
            }
        }
    }

    @Override
    public String toString() {
        return "asked " + asked + "\nanswers " + answers.stream().map(answer -> String.valueOf(answer.code())).toList()
               + ", delivered " + answered + (cut ? ", cut" : "") + (outOfStep ? ", out of step" : "")
               + (faulty ? ", faulty" : "") + (secured ? ", secured" : "") + (authenticated ? ", authenticated" : "");
    }
}
