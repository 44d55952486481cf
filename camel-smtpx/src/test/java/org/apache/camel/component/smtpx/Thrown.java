/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** What code of users throws: also what its signature does not declare. */
public enum Thrown {

    RUNTIME_EXCEPTION(() -> new IllegalStateException("thrown by a test")),
    ERROR(() -> new AssertionError("thrown by a test")),
    IO_EXCEPTION(() -> new IOException("thrown by a test")),
    STACK_OVERFLOW(StackOverflowError::new),
    LINKAGE(() -> new NoClassDefFoundError("thrown by a test")),
    INTERRUPTED(() -> new InterruptedException("thrown by a test")),
    REJECTED(() -> new RejectedExecutionException("thrown by a test"));

    private final Supplier<Throwable> thrown;

    Thrown(Supplier<Throwable> thrown) {
        this.thrown = thrown;
    }

    /** Throws it, checked or not. */
    public void raise() {
        throw Thrown.<RuntimeException> unchecked(thrown.get());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
