/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.auth;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/** Gives the HTTP client for one token request, and ends it. */
interface TokenHttp {

    /** A client that is used for one request. */
    record Use(HttpClient client, Runnable end) {
    }

    /**
     * The client for one request, to be ended behind it.
     *
     * @throws Exception if the TLS context cannot be had
     */
    Use begin() throws Exception;

    /** The same client every time, which its owner closes. */
    static TokenHttp of(HttpClient client) {
        return () -> new Use(client, () -> {
        });
    }

    /**
     * A client for each request. Tokens are requested so seldom that a kept connection is usually dead, and a kept
     * client costs threads as long as it lives.
     *
     * @param tls called for each request; null for the default of the JDK
     */
    static TokenHttp perRequest(@Nullable Callable<SSLContext> tls, Duration connectTimeout) {
        return () -> {
            SSLContext context = tls == null ? null : tls.call();
            ExecutorService threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "smtpx-oauth");
                thread.setDaemon(true);
                return thread;
            });
            HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(connectTimeout).executor(threads);
            if (context != null) {
                builder.sslContext(context);
            }
            HttpClient client = builder.build();
            return new Use(client, threads::shutdown);
        };
    }
}
