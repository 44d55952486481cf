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
import org.apache.camel.component.smtpx.transcript.TestTls;

/**
 * A server that answers at random and knows what it accepted. The n-th reply answers the n-th command: a reply too many
 * answers the next command, if that has been written when the reply arrives; otherwise the conversation is out of step,
 * and the client must write no further command. Where a code leaves open what the server has done (354 to RCPT, 220 to
 * the final dot), it has secretly done the one or the other. In LMTP the end of a message has a reply for each accepted
 * recipient; with PRDR it has 353, those replies, and one for the message. Each counts as that of a command of its own.
 */
final class ReferenceServer {

    /** What a reply answers. */
    enum Kind {
        RSET(TimeoutKind.MAIL),
        MAIL(TimeoutKind.MAIL),
        RCPT(TimeoutKind.RCPT),
        DATA(TimeoutKind.DATA),
        CHUNK(TimeoutKind.BLOCK),
        LAST(TimeoutKind.FINAL),
        DOT(TimeoutKind.FINAL),
        /** The end of a message for one recipient: in LMTP for those behind the first, with PRDR for each. */
        EACH(TimeoutKind.FINAL),
        /** The end of a message with PRDR, for the recipients that are left. */
        OVERALL(TimeoutKind.FINAL),
        OTHER(TimeoutKind.COMMAND);

        private final TimeoutKind wait;

        Kind(TimeoutKind wait) {
            this.wait = wait;
        }

        boolean commits() {
            return this == LAST || this == DOT;
        }

        boolean ends() {
            return commits() || this == EACH || this == OVERALL;
        }
    }

    private record Unit(Kind kind, int message, int recipient, byte[] octets) {
    }

    private record Answer(int code, String text) {
        boolean completed() {
            return code / 100 == 2;
        }

        boolean refuses() {
            return code / 100 == 4 || code / 100 == 5;
        }

        boolean elsewhere() {
            return code == 220 || code == 221 || code == 235;
        }
    }

    /** What the server knows of one message. */
    static final class Ledger {
        final boolean[] copies;
        boolean committed;
        /** The final reply, or the last of them, and all before it were in step and fit their commands. */
        boolean answered;
        /** As answered, for a recipient with a final reply of its own. */
        final boolean[] answeredFor;
        /** Whether MAIL requested PRDR. */
        private boolean prdr;
        /** Whether a reply for each recipient follows the first reply to the end of the message. */
        private boolean each;
        /** Recipients without a reply of their own. */
        private int unanswered;
        private long written;
        private boolean closing;
        private boolean mailRefused;
        private int refused;

        Ledger(int recipients) {
            copies = new boolean[recipients];
            answeredFor = new boolean[recipients];
        }
    }

    private static final int MALFORMED = 0;
    private static final int PRDR = 353;
    private static final int[] REFUSALS = { 450, 451, 452, 550, 552, 554, 500, 502, 503, 504 };
    private static final int[] WRONG = { 220, 221, 235, 250, 251, 334, 353, 354 };

    private final Random random;
    private final Plan plan;
    private final Timeouts deadlines;
    private final Ledger[] ledgers;
    private final List<Unit> units = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final double faults;
    private final double extras;
    private final double stalls;
    private final int faultlessMessages;
    private final int wholeReplies;
    private int cutUnit = Integer.MAX_VALUE;
    private int cutAt = Integer.MAX_VALUE;
    private final boolean reset;
    private final int silentUnit;
    private final int deafUnit;

    private byte[] input = new byte[0];
    private boolean greeted;
    private boolean hello;
    private boolean content;
    private int chunk = -1;
    private boolean chunkLast;
    private int message = -1;
    private int recipient;
    private int processed;
    private int delivered;
    private int answered;
    private boolean stalled;
    private long lastReply;
    /** A reply has arrived before its command, or one that leaves no doubt that the server has lost step. */
    private boolean outOfStep;
    /** A reply did not fit its command: what the client concludes from later ones is its own matter. */
    private boolean dirty;
    private boolean cut;
    private boolean misleading;
    private boolean deaf;

    private boolean open;
    private final List<int[]> accepted = new ArrayList<>();
    private boolean failedChunk;
    private boolean securing;
    private boolean secured;

    ReferenceServer(Random random, Plan plan, Timeouts deadlines) {
        this.random = random;
        this.plan = plan;
        this.deadlines = deadlines;
        this.ledgers = new Ledger[plan.messages().size()];
        for (int i = 0; i < ledgers.length; i++) {
            ledgers[i] = new Ledger(plan.messages().get(i).recipients());
        }
        this.faults = new double[] { 0, 0.05, 0.15, 0.5 }[random.nextInt(4)];
        this.extras = random.nextInt(4) == 0 ? 0.1 : 0;
        this.stalls = random.nextInt(3) == 0 ? 0.2 : 0;
        this.faultlessMessages = random.nextInt(3) == 0 ? 0 : 1;
        this.wholeReplies = random.nextInt(3);
        this.reset = random.nextBoolean();
        int about = 6 * ledgers.length;
        this.silentUnit = random.nextInt(6) == 0 ? random.nextInt(about) : Integer.MAX_VALUE;
        this.deafUnit = random.nextInt(12) == 0 ? random.nextInt(about) : Integer.MAX_VALUE;
        if (random.nextInt(5) == 0) {
            cutUnit = random.nextInt(about);
        }
    }

    Ledger ledger(int number) {
        return ledgers[number];
    }

    /** Whether a reply came to octets that the client had written and the server had not read. */
    boolean misleading() {
        return misleading;
    }

    boolean cut() {
        return cut;
    }

    /** Whether the server reads nothing any more. */
    boolean deaf() {
        return deaf;
    }

    boolean dirty() {
        return dirty || outOfStep;
    }

    /** When the client must have given up: its own last octet or the reply before, and the wait for this one. */
    long due() {
        if (!greeted || !hello || answered >= units.size()) {
            return Long.MAX_VALUE;
        }
        Unit unit = units.get(answered);
        Ledger ledger = ledgers[unit.message()];
        boolean decided = ledger.mailRefused || ledger.refused == ledger.copies.length;
        TimeoutKind wait = ledger.closing && decided ? TimeoutKind.CLOSING : unit.kind().wait;
        return Math.max(lastReply, ledger.written) + deadlines.nanos(wait);
    }

    // What the client writes

    void read(byte[] octets, long now) {
        if (octets.length == 0) {
            return;
        }
        input = concat(input, octets);
        int before = units.size();
        while (parse(now)) {
            continue;
        }
        if (outOfStep && units.size() > before) {
            throw new AssertionError(
                    "the client went on although the conversation was out of step: "
                                     + units.subList(before, units.size()).stream().map(Unit::kind).toList());
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private byte[] take(int length) {
        byte[] head = Arrays.copyOf(input, length);
        input = Arrays.copyOfRange(input, length, input.length);
        return head;
    }

    private boolean parse(long now) {
        if (chunk >= 0) {
            if (input.length < chunk) {
                return false;
            }
            byte[] octets = take(chunk);
            chunk = -1;
            add(chunkLast ? Kind.LAST : Kind.CHUNK, octets, now);
            return true;
        }
        if (content) {
            String text = new String(input, StandardCharsets.ISO_8859_1);
            int end = text.startsWith(".\r\n") ? 0 : text.indexOf("\r\n.\r\n") + 2;
            if (end == 1) {
                return false;
            }
            content = false;
            byte[] octets = take(end);
            take(3);
            add(Kind.DOT, octets, now);
            return true;
        }
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        if (end == input.length) {
            return false;
        }
        command(new String(take(end + 1), StandardCharsets.US_ASCII).strip(), now);
        return true;
    }

    private void command(String line, long now) {
        if (line.startsWith(plan.lmtp() ? "LHLO" : "EHLO")) {
            if (plan.tls() && !secured) {
                out.writeBytes("250-mx\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            hello = true;
            String offered = (plan.pipelining() ? "250-PIPELINING\r\n" : "") + (plan.chunking() ? "250-CHUNKING\r\n" : "")
                             + (plan.prdr() ? "250-PRDR\r\n" : "");
            out.writeBytes(("250-mx\r\n" + offered + "250 SIZE\r\n").getBytes(StandardCharsets.US_ASCII));
        } else if (line.equals("STARTTLS") && plan.tls()) {
            out.writeBytes("220 go ahead\r\n".getBytes(StandardCharsets.US_ASCII));
            securing = true;
        } else if (line.startsWith("MAIL FROM:<a@m")) {
            message = Integer.parseInt(line.substring(14, line.indexOf(".example")));
            ledgers[message].prdr = line.endsWith(" PRDR");
            add(Kind.MAIL, new byte[0], now);
        } else if (line.startsWith("RCPT TO:<r")) {
            recipient = Integer.parseInt(line.substring(10, line.indexOf('@')));
            add(Kind.RCPT, new byte[0], now);
        } else if (line.startsWith("BDAT ")) {
            String[] words = line.split(" ");
            chunk = Integer.parseInt(words[1]);
            chunkLast = words.length > 2;
            ledgers[message].written = now;
        } else if (line.equals("DATA")) {
            add(Kind.DATA, new byte[0], now);
        } else if (line.equals("RSET")) {
            message++;
            add(Kind.RSET, new byte[0], now);
            message--;
        } else {
            throw new AssertionError("no such command: " + line);
        }
    }

    private void add(Kind kind, byte[] octets, long now) {
        units.add(new Unit(kind, message, recipient, octets));
        ledgers[message].written = now;
        ledgers[message].committed |= kind.commits();
    }

    // What the server does

    /** Makes one move; how long to wait when there is none, or 0. */
    long move(MemoryRig rig) {
        if (!greeted) {
            greeted = true;
            rig.receive("220 mx ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            return 0;
        }
        if (processed >= deafUnit && !deaf) {
            deaf = true;
            rig.stopTaking();
            return 0;
        }
        int left = out.size() - delivered;
        if (!rig.isOpen() || cut) {
            return Long.MAX_VALUE;
        }
        if (securing && left == 0) {
            securing = false;
            secured = true;
            rig.secure(TestTls.server());
            return 0;
        }
        if (delivered >= cutAt) {
            cut = true;
            if (reset) {
                rig.reset();
            } else {
                rig.finish();
            }
            return 0;
        }
        if (left > 0 && (processed == units.size() || outOfStep || random.nextInt(3) == 0)) {
            if (!stalled && hello && processed > 0 && random.nextDouble() < stalls) {
                stalled = true;
                return new long[] { 1_000_001, 1_000_000_007L, 3_100_000_000L, 7_200_000_000L }[random.nextInt(4)];
            }
            stalled = false;
            deliver(rig, wholeReplies == 0 ? left : 1 + random.nextInt(left));
            return 0;
        }
        if (processed >= silentUnit || outOfStep) {
            return Long.MAX_VALUE;
        }
        if (processed < units.size()) {
            process(units.get(processed));
            return 0;
        }
        if (!units.isEmpty() && random.nextDouble() < extras / 4) {
            emit(fault(natural(units.get(units.size() - 1))));
            return 0;
        }
        return Long.MAX_VALUE;
    }

    private void deliver(MemoryRig rig, int length) {
        int end = Math.min(delivered + length, cutAt);
        byte[] octets = Arrays.copyOfRange(out.toByteArray(), delivered, end);
        delivered = end;
        int whole = answered;
        while (whole < ends.size() && ends.get(whole) <= end) {
            whole++;
        }
        while (processed < whole && processed < units.size()) {
            // The answer came before its command was looked at, and counts.
            process(units.get(processed));
        }
        boolean partial
                = end
                  > (whole == 0 ? ends.isEmpty() ? end : ends.get(0) - answers.get(0).text().length() : ends.get(whole - 1));
        if (whole + (partial ? 1 : 0) > units.size()) {
            // The client cannot tell that the command has been written and not taken.
            outOfStep |= !rig.isBehind();
            misleading |= rig.isBehind();
            dirty = true;
        }
        dirty |= partial && answers.get(whole).code() == MALFORMED;
        for (; answered < whole && answered < units.size(); answered++) {
            onAnswered(units.get(answered), answers.get(answered), rig.isBehind());
            lastReply = rig.nanoTime();
        }
        rig.receive(octets);
    }

    private void onAnswered(Unit unit, Answer answer, boolean behind) {
        Ledger ledger = ledgers[unit.message()];
        if (!fits(unit, answer)) {
            dirty = true;
            outOfStep |= !behind
                    && (answer.code() == MALFORMED || unit.kind() == Kind.DATA || unit.kind().ends());
        }
        ledger.closing |= answer.code() == 421;
        ledger.mailRefused |= unit.kind() == Kind.MAIL && answer.refuses();
        ledger.refused += unit.kind() == Kind.RCPT && answer.refuses() ? 1 : 0;
        if (!dirty) {
            onFinalAnswered(unit, answer, ledger);
        }
        boolean chunked = unit.kind() == Kind.LAST || unit.kind() == Kind.CHUNK;
        // BDAT rejected as a command closes the connection; so does a message accepted without recipients or aborted.
        dirty |= chunked && !(plan.lmtp() && ledger.each) && answer.code() >= 500 && answer.code() <= 504;
        dirty |= unit.kind() == Kind.CHUNK && answer.refuses();
        dirty |= unit.kind().commits() && answer.completed() && (ledger.mailRefused || ledger.refused == ledger.copies.length);
    }

    private void onFinalAnswered(Unit unit, Answer answer, Ledger ledger) {
        boolean own = plan.lmtp() ? unit.kind().ends() : unit.kind() == Kind.EACH && answer.refuses();
        if (own && ledger.each) {
            ledger.answeredFor[unit.recipient()] = true;
            ledger.unanswered--;
        }
        boolean last = plan.lmtp() ? own && ledger.unanswered == 0 : unit.kind() == Kind.OVERALL;
        ledger.answered |= ledger.each ? last : unit.kind().commits();
    }

    private boolean fits(Unit unit, Answer answer) {
        return switch (unit.kind()) {
            case RSET -> answer.completed() && !answer.elsewhere();
            case MAIL, RCPT -> answer.refuses() || answer.completed() && !answer.elsewhere();
            case DATA -> answer.refuses() || answer.code() == 354;
            case CHUNK -> answer.refuses() || answer.code() == 250;
            case LAST, DOT, EACH, OVERALL -> answer.refuses() || answer.completed() && !answer.elsewhere()
                    || answer.code() == PRDR && unit.kind().commits() && !plan.lmtp() && ledgers[unit.message()].each;
            case OTHER -> answer.completed();
        };
    }

    private void process(Unit unit) {
        int index = processed++;
        if (answers.size() == index) {
            Answer natural = natural(unit);
            boolean faultless = unit.message() < faultlessMessages;
            emit(!faultless && random.nextDouble() < faults ? fault(natural) : natural);
            if (!faultless && random.nextDouble() < extras) {
                emit(random.nextBoolean() ? new Answer(250, "250 extra\r\n") : fault(natural));
            }
        }
        Unit now = unit.kind().commits() ? expectEach(index, answers.get(index)) : unit;
        apply(now, answers.get(index));
        if (index >= cutUnit) {
            cutUnit = Integer.MAX_VALUE;
            cutAt = Math.min(cutAt, delivered + random.nextInt(out.size() - delivered + 1));
        }
    }

    /** Adds what the further replies to the end of a message answer; the unit with the recipient of its own reply. */
    private Unit expectEach(int index, Answer answer) {
        Unit unit = units.get(index);
        Ledger ledger = ledgers[unit.message()];
        if (!open || failedChunk || accepted.isEmpty()) {
            return unit;
        }
        int first = plan.lmtp() ? 1 : 0;
        ledger.each = plan.lmtp() ? accepted.size() > 1 : ledger.prdr && answer.code() == PRDR;
        if (!ledger.each) {
            return unit;
        }
        ledger.unanswered = accepted.size();
        Unit own = new Unit(unit.kind(), unit.message(), accepted.get(0)[1], unit.octets());
        units.set(index, own);
        for (int i = first; i < accepted.size(); i++) {
            units.add(index + 1 + i - first, new Unit(Kind.EACH, unit.message(), accepted.get(i)[1], new byte[0]));
        }
        if (!plan.lmtp()) {
            units.add(index + 1 + accepted.size(), new Unit(Kind.OVERALL, unit.message(), 0, new byte[0]));
        }
        return own;
    }

    private void emit(Answer answer) {
        answers.add(answer);
        out.writeBytes(answer.text().getBytes(StandardCharsets.ISO_8859_1));
        ends.add(out.size());
    }

    private Answer natural(Unit unit) {
        boolean nobody = !open || accepted.isEmpty();
        boolean prdr = ledgers[unit.message()].prdr && !nobody && !failedChunk && random.nextInt(5) > 0;
        int code = switch (unit.kind()) {
            case RSET, MAIL, OTHER -> 250;
            case RCPT -> open ? random.nextInt(6) == 0 ? 550 : 250 : 503;
            case DATA -> nobody && random.nextInt(3) > 0 ? 503 : 354;
            case CHUNK -> nobody || failedChunk ? 503 : 250;
            case LAST -> nobody || failedChunk ? 503 : prdr ? PRDR : random.nextInt(6) == 0 ? 451 : 250;
            case DOT -> nobody ? 554 : prdr ? PRDR : random.nextInt(6) == 0 ? 552 : 250;
            case EACH -> random.nextInt(3) == 0 ? random.nextBoolean() ? 452 : 550 : 250;
            case OVERALL -> random.nextInt(6) == 0 ? 451 : 250;
        };
        return answer(code);
    }

    private Answer fault(Answer natural) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> answer(421);
            case 2, 3 -> answer(WRONG[random.nextInt(WRONG.length)]);
            case 4, 5 -> answer(REFUSALS[random.nextInt(REFUSALS.length)]);
            default -> random.nextInt(4) > 0
                    ? natural
                    : new Answer(MALFORMED, random.nextBoolean() ? "2500 what\r\n" : "250-one\r\n550 two\r\n");
        };
    }

    private Answer answer(int code) {
        String text = switch (random.nextInt(4)) {
            case 0 -> code + "-first\r\n" + code + " second\r\n";
            case 1 -> code + "\r\n";
            default -> code + " text\r\n";
        };
        return new Answer(code, text);
    }

    /** Whether the server does what was asked; a code of the wrong class leaves that open. */
    private boolean agrees(Answer answer) {
        if (answer.refuses()) {
            return false;
        }
        return answer.completed() && !answer.elsewhere() || random.nextBoolean();
    }

    private void apply(Unit unit, Answer answer) {
        switch (unit.kind()) {
            case RSET -> open = false;
            case MAIL -> {
                open = agrees(answer);
                accepted.clear();
                failedChunk = false;
            }
            case RCPT -> {
                if (open && agrees(answer)) {
                    accepted.add(new int[] { unit.message(), unit.recipient() });
                }
            }
            case DATA -> content = answer.code() == 354;
            case CHUNK -> failedChunk |= !agrees(answer);
            case LAST, DOT -> {
                Ledger ledger = ledgers[unit.message()];
                boolean kept = open && (failedChunk ? !answer.refuses() && random.nextBoolean() : agrees(answer));
                if (ledger.each && plan.lmtp()) {
                    storeFor(unit, kept);
                } else if (!ledger.each && kept) {
                    store();
                }
                open = false;
            }
            case EACH -> {
                if (plan.lmtp()) {
                    storeFor(unit, agrees(answer));
                } else if (!agrees(answer)) {
                    accepted.removeIf(to -> to[1] == unit.recipient());
                }
            }
            case OVERALL -> {
                if (agrees(answer)) {
                    store();
                }
            }
            case OTHER -> {
            }
        }
    }

    private void storeFor(Unit unit, boolean kept) {
        if (kept) {
            ledgers[unit.message()].copies[unit.recipient()] = true;
        }
    }

    private void store() {
        for (int[] to : accepted) {
            if (ledgers[to[0]].copies[to[1]]) {
                throw new AssertionError("a second copy for recipient " + to[1] + " of message " + to[0]);
            }
            ledgers[to[0]].copies[to[1]] = true;
        }
        accepted.clear();
    }

    @Override
    public String toString() {
        return "units " + units.stream().map(unit -> unit.kind() + " of " + unit.message()).toList() + "\nanswers "
               + answers.stream().map(answer -> String.valueOf(answer.code())).toList() + ", delivered " + answered
               + (cut ? ", cut" : "") + (outOfStep ? ", out of step" : "") + (dirty ? ", dirty" : "");
    }
}
