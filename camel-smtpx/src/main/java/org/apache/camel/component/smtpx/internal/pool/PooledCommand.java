/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.camel.component.smtpx.internal.dialogue.CommandDialogue;
import org.apache.camel.component.smtpx.internal.dialogue.TimeoutKind;
import org.apache.camel.component.smtpx.internal.wire.Command;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One command outside a transaction, on any connection of the pool; tried a second time when a reused connection was
 * dead.
 */
public final class PooledCommand extends LeaseRequest {

    private final LeaseProvider places;
    private final Command command;
    private final Executor executor;
    private final CompletableFuture<Reply> result;
    private @Nullable Lease lease;
    private boolean repeated;

    public PooledCommand(LeaseProvider places, Command command, Executor executor, CompletableFuture<Reply> result) {
        this.places = places;
        this.command = command;
        this.executor = executor;
        this.result = result;
    }

    public void start() {
        places.acquire(this);
    }

    @Override
    boolean shareable() {
        return false;
    }

    @Override
    void ready(Lease given) {
        lease = given;
        given.submit(new CommandDialogue(command, TimeoutKind.COMMAND, this::over));
    }

    private void over(CommandDialogue.Result answer) {
        Reply reply = answer.reply();
        Failure failure = answer.failure();
        if (reply != null) {
            executor.execute(() -> result.complete(reply));
        } else if (lease != null && lease.reused() && !repeated) {
            repeated = true;
            start();
        } else if (failure != null) {
            executor.execute(() -> result.completeExceptionally(new NoReplyException(Stage.UPKEEP, null, failure)));
        }
    }

    @Override
    void failed(ConnectFailure why) {
        executor.execute(() -> result.completeExceptionally(new NoReplyException(why.stage(), why.reply(), why.failure())));
    }
}
