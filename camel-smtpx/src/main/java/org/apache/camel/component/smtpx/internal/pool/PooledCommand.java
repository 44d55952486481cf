/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.SessionDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One command outside a transaction, on any connection of the pool. It is repeated on another one when a reused
 * connection was dead or replied 421, since earlier commands may have reached the server's limit on errors.
 */
final class PooledCommand extends LeaseRequest {

    private static final int MAX_RETRIES = 20;

    private final Command command;
    private final Executor executor;
    private final CompletableFuture<Reply> result;
    private @Nullable Lease lease;
    private int retries;

    PooledCommand(ConnectionPool pool, @Nullable CallerThread caller, Command command, Executor executor,
                  CompletableFuture<Reply> result) {
        super(pool, caller);
        this.command = command;
        this.executor = executor;
        this.result = result;
    }

    @Override
    boolean isShareable() {
        return false;
    }

    @Override
    int recipientCount() {
        return 0;
    }

    @Override
    boolean isRetry() {
        return retries > 0;
    }

    @Override
    void onLease(Lease given) {
        lease = given;
        given.submit(new CommandDialogue(command, TimeoutKind.COMMAND, this::onReply));
    }

    private void onReply(SessionDialogue.Result answer) {
        Reply reply = answer.reply();
        Failure failure = answer.failure();
        boolean ended = reply == null || reply.code() == 421;
        if (ended && lease != null && lease.isReused() && retries < MAX_RETRIES) {
            retries++;
            pool().retire(lease.pooled());
            acquire();
        } else if (reply != null) {
            executor.execute(() -> result.complete(reply));
        } else if (failure != null) {
            executor.execute(() -> result.completeExceptionally(new NoReplyException(Stage.UPKEEP, null, failure)));
        }
    }

    @Override
    void onFailure(ConnectFailure why) {
        executor.execute(() -> result.completeExceptionally(new NoReplyException(why.stage(), why.reply(), why.failure())));
    }
}
