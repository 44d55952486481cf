/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

/**
 * Octets of content to write at once. Each write has a cost that does not depend on its size, so the window doubles
 * after the socket has accepted a full one at once. Otherwise it halves, so that early replies are read in time.
 */
public final class WriteWindow {

    public static final int MIN_SIZE = 128 * 1024;
    public static final int MAX_SIZE = 1024 * 1024;

    private int size = MIN_SIZE;

    public int size() {
        return size;
    }

    /**
     * Adjusts the window after a full write.
     *
     * @param  prompt whether the socket accepted all of it at once
     * @return        whether the size has changed
     */
    public boolean adjust(boolean prompt) {
        int before = size;
        size = prompt ? Math.min(2 * size, MAX_SIZE) : Math.max(size / 2, MIN_SIZE);
        return size != before;
    }
}
