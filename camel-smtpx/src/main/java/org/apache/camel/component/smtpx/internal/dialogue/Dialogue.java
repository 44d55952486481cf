/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on a connection: greeting and login, a mail transaction, a probe, QUIT. A connection is a queue of
 * dialogues: replies go to the first that is owed one, and the next dialogue is written as soon as the one before it
 * {@linkplain #allWritten() has written everything}.
 * <p>
 * The connection calls, always on one thread: {@link #advance} when the turn to write has come, after every batch of
 * input and when there is room again; {@link #onReply} for each reply owed. Nothing is written in {@code onReply}:
 * whatever arrived together is looked at before the next octet leaves. When the connection is lost, {@link #onLost} is
 * the last call.
 */
public abstract class Dialogue {

    /** What becomes of the connection when a dialogue is over. */
    public enum Verdict {
        /** No transaction is open: the next one may follow at once. */
        CLEAN,
        /** As before. */
        KEEP,
        /** A transaction may still be open: RSET leads the next one. */
        RESET,
        /** Say QUIT and close. */
        QUIT,
        /** The server is closing: dialogues in flight still get their replies, nothing new begins, then close. */
        DRAIN,
        /** In doubt: close without a further word. Replies that follow belong to no dialogue. */
        CLOSE
    }

    private int owed;

    /** Writes what may be written now. */
    public abstract void advance(Wire wire);

    /** Takes the next reply owed to this dialogue. */
    protected abstract void onReply(Reply reply, Wire wire);

    /** A reply came although none is owed; the connection is closed right after, unless this outlives the server. */
    public void onUnsolicitedReply(Reply reply, Wire wire) {
    }

    /**
     * Whether the connection stays although the server has said its last word and may have closed its side: what is
     * left to write still goes out.
     */
    public boolean writesAfterServerClose() {
        return false;
    }

    /** TLS is established. */
    public void onSecured(Wire wire) {
        throw new IllegalStateException("TLS was not asked for by " + this);
    }

    /** The connection is gone before this dialogue was done. */
    public abstract void onLost(Failure failure, Wire wire);

    /** Whether everything this dialogue will ever write has been written. */
    public abstract boolean allWritten();

    /** Whether another transaction may be written behind this one before it is answered. */
    public boolean mayBeFollowed() {
        return false;
    }

    /** Whether this is a transaction that may be written behind an unanswered one. */
    public boolean mayFollow() {
        return false;
    }

    /** Whether this dialogue is over and its result known. */
    public abstract boolean done();

    /**
     * Tells whoever waits for the result; called once, when the dialogue is done and its connection has been dealt
     * with.
     */
    public abstract void complete(Wire wire);

    /** What becomes of the connection; asked when the dialogue is done. */
    public abstract Verdict verdict();

    /** What is waited for now, or null when the next step is ours. */
    public abstract @Nullable TimeoutKind waitingFor();

    /** Replies owed for what has been written. */
    public final int owed() {
        return owed;
    }

    /** Gives the dialogue a reply it is owed. */
    public final void reply(Reply reply, Wire wire) {
        if (owed <= 0) {
            throw new IllegalStateException("no reply is owed to " + this);
        }
        owed--;
        onReply(reply, wire);
    }

    /** Says that one more reply is owed, for the command just written. */
    protected final void owe() {
        owed++;
    }
}
