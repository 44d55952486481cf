/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

/**
 * The boundary to code that is not ours: callbacks, transcript consumers, result handlers. What it throws is reported
 * and changes nothing for the messages in flight.
 */
public final class UserCode {

    private UserCode() {
    }

    /** Runs a callback; false if it threw, which the thread's uncaught exception handler has been given then. */
    public static boolean run(Runnable callback) {
        try {
            callback.run();
            return true;
        } catch (Throwable e) {
            report(e);
            return false;
        }
    }

    /** Gives an exception to the thread's uncaught exception handler. */
    public static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable e) {
            // The handler is user code, too; nothing is left to report to.
            assert e != thrown;
        }
    }
}
