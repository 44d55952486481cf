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
 * The queue of dialogues on a connection: who is answered next, who may write, and what becomes of the connection when
 * one is over. It does no I/O. Used by the thread that has the connection.
 */
public final class DialogueQueue {

    /** Waiting for their turn. */
    private final Deque<Dialogue> waiting = new ArrayDeque<>();
    /** Begun, in the order of their replies. */
    private final Deque<Dialogue> inFlight = new ArrayDeque<>();
    /** Over, but their owners do not know yet. */
    private final Deque<Dialogue> finished = new ArrayDeque<>();
    /** Where the octets of each begun dialogue but the last one end. */
    private final Deque<Long> endOffsets = new ArrayDeque<>();
    private boolean transactionOpen;
    private boolean pipeliningProven;
    private @Nullable Verdict ending;
    /** Replies handed to dialogues. */
    private long replyCount;
    private @Nullable Dialogue watchedHead;
    private @Nullable TimeoutKind watchedWait;
    private long watchedReplies;
    private long watchedOctets;

    public void add(Dialogue dialogue) {
        waiting.add(dialogue);
    }

    /** The dialogue that is answered next. */
    public @Nullable Dialogue head() {
        return inFlight.peekFirst();
    }

    /** Whether a dialogue is under way or waits for its turn. */
    public boolean busy() {
        return !inFlight.isEmpty() || !waiting.isEmpty() || !finished.isEmpty() || ending != null;
    }

    /** What the server is waited for, if it is. */
    public @Nullable TimeoutKind waitingFor() {
        Dialogue head = head();
        return head == null ? null : head.waitingFor();
    }

    /**
     * Whether the deadline begins anew, since this was asked last: another dialogue is at the head, a reply came, or
     * the socket has taken octets of the head. What the dialogues behind the head write does not prolong its wait.
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

    /** The next {@link #deadlineRestarts} is true. */
    public void restartDeadline() {
        watchedHead = null;
    }

    /** Whether something is left to write that the server gets although it has said its last word. */
    public boolean writesAfterServerClose() {
        Dialogue head = head();
        return head != null && head.writesAfterServerClose();
    }

    /** Whether RSET has to lead a transaction that is written now. */
    boolean transactionOpen() {
        return transactionOpen || inFlight.size() > 1;
    }

    /** How the connection is to end, once a dialogue has said so. */
    public @Nullable Verdict ending() {
        return ending;
    }

    /** Whether the server is closing and dialogues in flight still wait for their replies. */
    public boolean draining() {
        return ending == Verdict.DRAIN && !inFlight.isEmpty();
    }

    /** Hands a reply to the dialogue that is owed it; false when none is. */
    public boolean reply(Reply reply, Wire wire) {
        if (ending == Verdict.CLOSE) {
            // Out of step: what follows in the same read belongs to no dialogue.
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

    /** Lets everybody write who may. */
    public void advance(Wire wire) {
        Dialogue last = inFlight.peekLast();
        if (last != null && (ending == null || ending == Verdict.DRAIN)) {
            last.advance(wire);
            removeFinished();
        }
        while (ending == null && !waiting.isEmpty() && mayBegin(waiting.getFirst())) {
            if (inFlight.isEmpty() && replyCount > 0 && wire.hasPartialReply()) {
                // A reply has begun that nothing asked for: it would be taken for the first one of the next dialogue.
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

    /** Sets aside what is over at the head of the queue, and draws the conclusions for the connection. */
    private void removeFinished() {
        Dialogue head = inFlight.peekFirst();
        while (head != null && head.done()) {
            finished.add(inFlight.removeFirst());
            endOffsets.pollFirst();
            // A reply that is still owed would be taken for one to the next dialogue.
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

    /** The next dialogue that is over and whose owner has yet to be told. */
    public @Nullable Dialogue pollFinished() {
        return finished.pollFirst();
    }

    /** Whoever still waits is told that the connection takes nothing more; only the farewell is said. */
    public void beginQuit(Dialogue farewell, Failure why, Wire wire) {
        fail(why, wire);
        ending = null;
        waiting.add(farewell);
    }

    /** Nothing new begins: fails the dialogues that have not begun. */
    public void drain(Failure failure, Wire wire) {
        fail(List.of(waiting), failure, wire);
    }

    /** The connection is lost: everybody who is still here is told, in order. */
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

    /** Ends a dialogue whose connection is lost, and notifies its owner. */
    public static void fail(Dialogue dialogue, Failure failure, Wire wire) {
        UserCode.run(() -> dialogue.onLost(failure, wire));
        complete(dialogue, wire);
    }

    /** Notifies the owner of a dialogue that is over. What it throws is its own and ends no other dialogue. */
    public static void complete(Dialogue dialogue, Wire wire) {
        UserCode.run(() -> dialogue.complete(wire));
    }
}
