/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

/**
 * Runs user code: callbacks, transcript consumers, result handlers. Its exceptions are reported and do not affect
 * messages in flight.
 */
public final class UserCode {

    private UserCode() {
    }

    /** Runs a callback; false if it threw. The exception goes to the thread's uncaught exception handler. */
    public static boolean run(Runnable callback) {
        try {
            callback.run();
            return true;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    /** Passes an exception to the thread's uncaught exception handler. */
    public static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable e) {
            // The handler is user code, too: its own exception cannot be reported.
            assert e != thrown;
        }
    }
}
