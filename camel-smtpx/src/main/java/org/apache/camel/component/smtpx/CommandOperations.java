/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.pool.PooledClient;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The operations that send a command: the lines of the reply become the body, a negative reply becomes an exception
 * with the reply.
 */
final class CommandOperations {

    private final SmtpxConfiguration options;
    private final PooledClient client;

    CommandOperations(SmtpxConfiguration options, PooledClient client) {
        this.options = options;
        this.client = client;
    }

    CompletableFuture<Reply> ask(Exchange exchange) {
        return switch (options.getOperation()) {
            case etrn -> client.etrn(required(exchange));
            case verify -> client.verify(required(exchange));
            case expand -> client.expand(required(exchange));
            case help -> client.help(argument(exchange));
            case noop -> client.noop();
            case send -> throw new IllegalStateException("send is not a command");
        };
    }

    private String required(Exchange exchange) {
        String argument = argument(exchange);
        if (argument == null) {
            throw new IllegalArgumentException(
                    "the operation " + options.getOperation() + " needs an argument: the option argument, the"
                                               + " header " + SmtpxConstants.ARGUMENT + ", or the body");
        }
        return argument;
    }

    private @Nullable String argument(Exchange exchange) {
        String argument = options.getArgument();
        if (argument == null && options.getEnvelopeHeaders() == EnvelopeHeaders.ALL) {
            argument = exchange.getMessage().getHeader(SmtpxConstants.ARGUMENT, String.class);
        }
        if (argument == null) {
            argument = exchange.getMessage().getBody(String.class);
        }
        return argument == null || argument.isBlank() ? null : argument.strip();
    }

    void answer(Exchange exchange, @Nullable Reply reply, @Nullable Throwable error) {
        ResultWriter.reply(exchange.getMessage(), reply);
        if (reply == null) {
            Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            Reply refusal = cause instanceof NoReplyException none ? none.reply() : null;
            Throwable why
                    = cause instanceof NoReplyException none ? SmtpxSetupException.causeOf(none.failure(), refusal) : null;
            boolean typed = why instanceof SmtpxSetupException || why instanceof SmtpxAuthenticationException;
            ResultWriter.reply(exchange.getMessage(), refusal);
            exchange.setException(new SmtpxTransientException(
                    options.getOperation() + ": "
                                                              + (cause == null ? "no reply" : cause.getMessage()),
                    exchange, refusal, typed ? why : cause));
        } else if (reply.isCompleted()) {
            exchange.getMessage().setBody(reply.text());
        } else {
            String text = options.getOperation() + " was refused: " + reply;
            exchange.setException(reply.isPermanent()
                    ? new SmtpxPermanentException(text, exchange, reply, null)
                    : new SmtpxTransientException(text, exchange, reply, null));
        }
    }
}
