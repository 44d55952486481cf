/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.apache.camel.component.smtpx.protocol.Dialogue;
import org.apache.camel.component.smtpx.protocol.Dialogue.Verdict;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.Reply;
import org.apache.camel.component.smtpx.protocol.Wait;
import org.apache.camel.component.smtpx.protocol.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The queue of dialogues on a connection: who is answered next, who may write, and what becomes of the connection when
 * one is over. It does no I/O. Used by the thread that has the connection.
 */
final class DialogueQueue {

    /** Waiting for their turn. */
    private final Deque<Dialogue> waiting = new ArrayDeque<>();
    /** Begun, in the order of their replies. */
    private final Deque<Dialogue> begun = new ArrayDeque<>();
    /** Over, but their owners do not know yet. */
    private final Deque<Dialogue> over = new ArrayDeque<>();
    private boolean transactionOpen;
    private boolean proven;
    private @Nullable Verdict ending;

    void add(Dialogue dialogue) {
        waiting.add(dialogue);
    }

    /** The dialogue that is answered next. */
    @Nullable
    Dialogue head() {
        return begun.peekFirst();
    }

    /** Whether a dialogue is under way or waits for its turn. */
    boolean busy() {
        return !begun.isEmpty() || !waiting.isEmpty() || !over.isEmpty() || ending != null;
    }

    /** What the server is waited for, if it is. */
    @Nullable
    Wait waitingFor() {
        Dialogue head = head();
        return head == null ? null : head.waitingFor();
    }

    /** Whether something is left to write that the server gets although it has said its last word. */
    boolean outlivesServer() {
        Dialogue head = head();
        return head != null && head.outlivesServer();
    }

    /** Whether RSET has to lead a transaction that is written now. */
    boolean transactionOpen() {
        return transactionOpen || begun.size() > 1;
    }

    /** How the connection is to end, once a dialogue has said so. */
    @Nullable
    Verdict ending() {
        return ending;
    }

    /** Hands a reply to the dialogue that is owed it; false when none is. */
    boolean reply(Reply reply, Wire wire) {
        Dialogue head = begun.peekFirst();
        if (head == null || head.owed() == 0) {
            if (head != null) {
                head.onUnasked(reply, wire);
                settle();
            }
            return outlivesServer();
        }
        head.reply(reply, wire);
        settle();
        return true;
    }

    /** Lets everybody write who may. */
    void advance(Wire wire) {
        Dialogue last = begun.peekLast();
        if (last != null) {
            last.advance(wire);
            settle();
        }
        while (ending == null && !waiting.isEmpty() && mayBegin(waiting.getFirst())) {
            last = waiting.removeFirst();
            begun.add(last);
            last.advance(wire);
            settle();
        }
    }

    private boolean mayBegin(Dialogue next) {
        Dialogue last = begun.peekLast();
        return last == null || proven && last.mayBeFollowed() && next.mayFollow();
    }

    /** Sets aside what is over at the head of the queue, and draws the conclusions for the connection. */
    private void settle() {
        Dialogue head = begun.peekFirst();
        while (head != null && head.done()) {
            over.add(begun.removeFirst());
            switch (head.verdict()) {
                case CLEAN -> {
                    transactionOpen = false;
                    proven |= head.mayBeFollowed();
                }
                case RESET -> transactionOpen = true;
                case QUIT, CLOSE -> ending = ending == null ? head.verdict() : ending;
                case KEEP -> {
                }
            }
            head = begun.peekFirst();
        }
    }

    boolean anyOver() {
        return !over.isEmpty();
    }

    /** The next dialogue that is over and whose owner has yet to be told. */
    @Nullable
    Dialogue pollOver() {
        return over.pollFirst();
    }

    /** Whoever still waits is told that the connection takes nothing more; only the farewell is said. */
    void leave(Dialogue farewell, Failure why, Wire wire) {
        lose(why, wire);
        ending = null;
        waiting.add(farewell);
    }

    /** The connection is lost: everybody who is still here is told, in order. */
    void lose(Failure failure, Wire wire) {
        ending = Verdict.CLOSE;
        for (Deque<Dialogue> dialogues : List.of(over, begun, waiting)) {
            for (Iterator<Dialogue> all = dialogues.iterator(); all.hasNext();) {
                Dialogue dialogue = all.next();
                all.remove();
                dialogue.onLost(failure, wire);
                dialogue.complete(wire);
            }
        }
    }
}
