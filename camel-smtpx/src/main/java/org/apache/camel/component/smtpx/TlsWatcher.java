/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.time.Duration;
import java.util.concurrent.Future;

import org.apache.camel.component.smtpx.internal.pool.SmtpThreads;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the TLS stores of a client again and again. It compares their content: a file that is replaced by a link, as
 * Kubernetes does, has no event of its own. Safe for use by many threads.
 */
final class TlsWatcher {

    private final SmtpThreads threads;
    private final Duration interval;
    private final ReloadableTls tls;
    private final Runnable whenReloaded;
    // Guarded by this
    private @Nullable Future<?> next;
    private boolean stopped;

    /** @param whenReloaded called on a worker thread after the stores have been loaded again */
    TlsWatcher(SmtpThreads threads, Duration interval, ReloadableTls tls, Runnable whenReloaded) {
        this.threads = threads;
        this.interval = interval;
        this.tls = tls;
        this.whenReloaded = whenReloaded;
    }

    synchronized void start() {
        if (!stopped) {
            // The timer's thread may not block, and reading files does.
            next = threads.schedule(() -> threads.blocking().execute(this::look), interval);
        }
    }

    private void look() {
        try {
            if (tls.reloadIfChanged()) {
                whenReloaded.run();
            }
        } finally {
            start();
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
