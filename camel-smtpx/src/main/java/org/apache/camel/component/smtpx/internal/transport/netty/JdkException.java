/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport.netty;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;

/**
 * Replaces Netty's exceptions by those of the JDK. Netty's own types repeat the address in their text, and a route that
 * handles {@code ConnectException} should not depend on the transport. The stack trace of an event loop is left out.
 */
final class JdkException {

    private static final String NETTY = "io.netty.";

    private JdkException() {
    }

    /** The exception of the JDK that says the same; the exception itself if it is one of the JDK. */
    static Throwable of(Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() != null) {
            return of(cause.getCause());
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return withoutStack(connect(cause));
        }
        if (cause instanceof FileNotFoundException) {
            // A Unix socket that is not there; Netty gives no text.
            return withoutStack(new SocketException("No such file or directory"));
        }
        if (!cause.getClass().getName().startsWith(NETTY)) {
            return cause;
        }
        return withoutStack(translated(cause));
    }

    private static Throwable connect(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return new SocketTimeoutException("no answer in time");
        }
        // Netty adds the address to the exception that it gives as its cause.
        String text = text(cause.getCause() != null ? cause.getCause() : cause);
        return cause instanceof NoRouteToHostException ? new NoRouteToHostException(text) : new ConnectException(text);
    }

    private static Throwable translated(Throwable cause) {
        String text = text(cause instanceof SocketException && cause.getCause() != null ? cause.getCause() : cause);
        if (cause instanceof SSLHandshakeException) {
            return new SSLHandshakeException(text);
        }
        if (cause instanceof SSLException) {
            return new SSLException(text);
        }
        if (cause instanceof ClosedChannelException) {
            return new ClosedChannelException();
        }
        return cause instanceof SocketException || isSystemCall(cause) ? new SocketException(text) : new IOException(text);
    }

    private static boolean isSystemCall(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("(..) failed");
    }

    /** Without the name of the system call: {@code finishConnect(..) failed with error(-111): Connection refused}. */
    private static String text(Throwable cause) {
        String text = cause.getMessage();
        if (text == null) {
            return cause.getClass().getSimpleName();
        }
        int end = isSystemCall(cause) ? text.indexOf(": ") : -1;
        return end < 0 ? text : text.substring(end + 2);
    }

    private static Throwable withoutStack(Throwable replaced) {
        replaced.setStackTrace(new StackTraceElement[0]);
        return replaced;
    }
}
