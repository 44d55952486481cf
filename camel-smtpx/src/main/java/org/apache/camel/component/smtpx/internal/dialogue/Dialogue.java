/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of commands and replies: the handshake, a mail transaction, a probe, QUIT. A connection is a queue of
 * dialogues. Replies go to the first dialogue that is owed one. The next dialogue may write once the one before it
 * {@linkplain #allWritten() has written everything}.
 * <p>
 * The connection calls it on one thread. {@link #advance} runs when the dialogue may write, after each batch of input,
 * and when the buffer accepts octets again. {@link #onReply} runs for each reply owed and writes nothing, so that all
 * input of a read is processed before the next write. After a lost connection {@link #onLost} is the last call but
 * {@link #complete}.
 */
public abstract class Dialogue {

    /** The effect of a done dialogue on its connection. */
    public enum Verdict {
        /** No transaction is open; the next one needs no RSET. */
        CLEAN,
        /** The state of the transaction is unchanged. */
        KEEP,
        /** A transaction may be open; RSET precedes the next one. */
        RESET,
        /** Send QUIT and close. */
        QUIT,
        /** The server is closing: dialogues in flight receive their replies, no other begins, then close. */
        DRAIN,
        /** In doubt: close without QUIT. Later replies belong to no dialogue. */
        CLOSE
    }

    private int owed;

    /** Writes what may be written now. */
    public abstract void advance(Wire wire);

    /** Receives the next reply owed to this dialogue. */
    protected abstract void onReply(Reply reply, Wire wire);

    /** Receives a reply although none is owed. The connection then closes, unless {@link #writesAfterServerClose()}. */
    public void onUnsolicitedReply(Reply reply, Wire wire) {
    }

    /**
     * Whether the dialogue still writes after the server has sent 421 or closed its side.
     */
    public boolean writesAfterServerClose() {
        return false;
    }

    /** The requested TLS handshake has succeeded. */
    public void onSecured(Wire wire) {
        throw new IllegalStateException("TLS was not asked for by " + this);
    }

    /** The connection was lost before this dialogue was done or completed. */
    public abstract void onLost(Failure failure, Wire wire);

    /** Whether this dialogue will write nothing more. */
    public abstract boolean allWritten();

    /** Whether another transaction may be pipelined after this one. */
    public boolean mayBeFollowed() {
        return false;
    }

    /** Whether this is a transaction that may be pipelined after an unanswered one. */
    public boolean mayFollow() {
        return false;
    }

    /** Whether this dialogue has ended and its result is known. */
    public abstract boolean done();

    /**
     * Passes the result to the owner. Called once, after the connection has applied the verdict.
     */
    public abstract void complete(Wire wire);

    /** The effect on the connection; read when the dialogue is done. */
    public abstract Verdict verdict();

    /** The timeout that applies now; null when the next step is the client's. */
    public abstract @Nullable TimeoutKind waitingFor();

    /** Replies owed for what has been written. */
    public int owed() {
        return owed;
    }

    /** Passes on a reply that is owed. */
    public void reply(Reply reply, Wire wire) {
        if (owed <= 0) {
            throw new IllegalStateException("no reply is owed to " + this);
        }
        owed--;
        onReply(reply, wire);
    }

    /** Counts one more reply owed, for a command just written. */
    protected final void owe() {
        owed++;
    }
}
