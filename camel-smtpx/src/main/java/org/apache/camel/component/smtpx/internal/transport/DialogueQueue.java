/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.apache.camel.component.smtpx.internal.dialogue.Dialogue;
import org.apache.camel.component.smtpx.internal.dialogue.Dialogue.Verdict;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.dialogue.Wire;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The dialogues of a connection, in the order of their replies. It assigns replies, decides which dialogue may write,
 * and derives the connection's end from their verdicts. It does no I/O. Confined to the connection's thread.
 */
public final class DialogueQueue {

    /** Submitted, nothing written. */
    private final Deque<Dialogue> waiting = new ArrayDeque<>();
    /** Begun and not done, in the order of their replies. */
    private final Deque<Dialogue> inFlight = new ArrayDeque<>();
    /** Done, with their completion callbacks still to run. */
    private final Deque<Dialogue> finished = new ArrayDeque<>();
    /** The end offset of each dialogue in flight but the last, counted in {@link Wire#writtenBytes()}. */
    private final Deque<Long> endOffsets = new ArrayDeque<>();
    private boolean transactionOpen;
    private boolean pipeliningProven;
    private @Nullable Verdict ending;
    /** Replies passed to dialogues. */
    private long replyCount;
    private @Nullable Dialogue watchedHead;
    private @Nullable TimeoutKind watchedWait;
    private long watchedReplies;
    private long watchedOctets;

    public void add(Dialogue dialogue) {
        waiting.add(dialogue);
    }

    /** The dialogue that receives the next reply. */
    public @Nullable Dialogue head() {
        return inFlight.peekFirst();
    }

    /** Whether any dialogue is queued, in flight or not yet completed. */
    public boolean busy() {
        return !inFlight.isEmpty() || !waiting.isEmpty() || !finished.isEmpty() || ending != null;
    }

    /** The timeout that applies now; null when none does. */
    public @Nullable TimeoutKind waitingFor() {
        Dialogue head = head();
        return head == null ? null : head.waitingFor();
    }

    /**
     * Whether the deadline restarts. It does when the head changed, a reply came, or the socket accepted octets of the
     * head since the last call. Octets of later dialogues do not extend the head's deadline.
     */
    public boolean deadlineRestarts(Wire wire) {
        Dialogue head = head();
        TimeoutKind wait = waitingFor();
        long octets = endOffsets.isEmpty() ? wire.flushedBytes() : Math.min(wire.flushedBytes(), endOffsets.getFirst());
        boolean begins = head != watchedHead || wait != watchedWait || replyCount != watchedReplies || octets != watchedOctets;
        watchedHead = head;
        watchedWait = wait;
        watchedReplies = replyCount;
        watchedOctets = octets;
        return begins;
    }

    /** Makes the next {@link #deadlineRestarts} return true. */
    public void restartDeadline() {
        watchedHead = null;
    }

    /** Whether the head still writes after the server has sent 421 or closed its side. */
    public boolean writesAfterServerClose() {
        Dialogue head = head();
        return head != null && head.writesAfterServerClose();
    }

    /** Whether RSET must precede the next transaction. */
    boolean transactionOpen() {
        return transactionOpen || inFlight.size() > 1;
    }

    /** The verdict that ends the connection; null while it stays open. */
    public @Nullable Verdict ending() {
        return ending;
    }

    /** Whether the server is closing while dialogues in flight still await replies. */
    public boolean draining() {
        return ending == Verdict.DRAIN && !inFlight.isEmpty();
    }

    /** Passes a reply to the dialogue that is owed it; false when none is. */
    public boolean reply(Reply reply, Wire wire) {
        if (ending == Verdict.CLOSE) {
            // After CLOSE, later replies of the same read belong to no dialogue.
            return true;
        }
        Dialogue head = inFlight.peekFirst();
        if (head == null || head.owed() == 0) {
            if (head != null) {
                head.onUnsolicitedReply(reply, wire);
                removeFinished();
            }
            return writesAfterServerClose();
        }
        replyCount++;
        head.reply(reply, wire);
        removeFinished();
        return true;
    }

    /** Lets every dialogue write that may write now. */
    public void advance(Wire wire) {
        Dialogue last = inFlight.peekLast();
        if (last != null && (ending == null || ending == Verdict.DRAIN)) {
            last.advance(wire);
            removeFinished();
        }
        while (ending == null && !waiting.isEmpty() && mayBegin(waiting.getFirst())) {
            if (inFlight.isEmpty() && replyCount > 0 && wire.hasPartialReply()) {
                // An unsolicited reply has begun: it would be matched with the next dialogue's first command.
                ending = Verdict.CLOSE;
                return;
            }
            last = waiting.removeFirst();
            if (!inFlight.isEmpty()) {
                endOffsets.add(wire.writtenBytes());
            }
            inFlight.add(last);
            last.advance(wire);
            removeFinished();
        }
    }

    private boolean mayBegin(Dialogue next) {
        Dialogue last = inFlight.peekLast();
        return last == null || pipeliningProven && last.mayBeFollowed() && next.mayFollow();
    }

    /** Moves done dialogues from the head to {@code finished} and applies their verdicts to the connection. */
    private void removeFinished() {
        Dialogue head = inFlight.peekFirst();
        while (head != null && head.done()) {
            finished.add(inFlight.removeFirst());
            endOffsets.pollFirst();
            // A reply still owed would be matched with the next dialogue.
            switch (head.owed() > 0 ? Verdict.CLOSE : head.verdict()) {
                case CLEAN -> {
                    transactionOpen = false;
                    pipeliningProven |= head.mayBeFollowed();
                }
                case RESET -> transactionOpen = true;
                case QUIT, DRAIN -> ending = ending == null ? head.verdict() : ending;
                case CLOSE -> {
                    ending = Verdict.CLOSE;
                    return;
                }
                case KEEP -> {
                }
            }
            head = inFlight.peekFirst();
        }
    }

    public boolean hasFinished() {
        return !finished.isEmpty();
    }

    /** The next done dialogue whose callback has not run; null when there is none. */
    public @Nullable Dialogue pollFinished() {
        return finished.pollFirst();
    }

    /** Fails the remaining dialogues and queues QUIT. */
    public void beginQuit(Dialogue farewell, Failure why, Wire wire) {
        fail(why, wire);
        ending = null;
        waiting.add(farewell);
    }

    /** Fails the dialogues that have not begun; those in flight still receive replies. */
    public void drain(Failure failure, Wire wire) {
        fail(List.of(waiting), failure, wire);
    }

    /** Fails every dialogue, in order: the connection is lost. */
    public void fail(Failure failure, Wire wire) {
        ending = Verdict.CLOSE;
        endOffsets.clear();
        fail(List.of(finished, inFlight, waiting), failure, wire);
    }

    private static void fail(List<Deque<Dialogue>> all, Failure failure, Wire wire) {
        for (Deque<Dialogue> dialogues : all) {
            for (Iterator<Dialogue> left = dialogues.iterator(); left.hasNext();) {
                Dialogue dialogue = left.next();
                left.remove();
                fail(dialogue, failure, wire);
            }
        }
    }

    /** Fails one dialogue whose connection is lost, and runs its callback. */
    public static void fail(Dialogue dialogue, Failure failure, Wire wire) {
        UserCode.run(() -> dialogue.onLost(failure, wire));
        complete(dialogue, wire);
    }

    /** Runs the callback of a done dialogue. Its exceptions are reported and affect no other dialogue. */
    public static void complete(Dialogue dialogue, Wire wire) {
        UserCode.run(() -> dialogue.complete(wire));
    }
}
