/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.camel.component.smtpx.protocol.Command;
import org.apache.camel.component.smtpx.protocol.CommandDialogue;
import org.apache.camel.component.smtpx.protocol.Failure;
import org.apache.camel.component.smtpx.protocol.Reply;
import org.apache.camel.component.smtpx.protocol.Stage;
import org.apache.camel.component.smtpx.protocol.Wait;
import org.jspecify.annotations.Nullable;

/**
 * One command outside a transaction, on any connection of the pool; tried a second time when a reused connection was
 * dead.
 */
final class Inquiry extends Waiter {

    private final Places places;
    private final Command command;
    private final Executor executor;
    private final CompletableFuture<Reply> result;
    private @Nullable Lease lease;
    private boolean repeated;

    Inquiry(Places places, Command command, Executor executor, CompletableFuture<Reply> result) {
        this.places = places;
        this.command = command;
        this.executor = executor;
        this.result = result;
    }

    void start() {
        places.acquire(this);
    }

    @Override
    boolean shareable() {
        return false;
    }

    @Override
    void ready(Lease given) {
        lease = given;
        given.submit(new CommandDialogue(command, Wait.COMMAND, this::over));
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
    void failed(NoConnection why) {
        executor.execute(() -> result.completeExceptionally(new NoReplyException(why.stage(), why.reply(), why.failure())));
    }
}
