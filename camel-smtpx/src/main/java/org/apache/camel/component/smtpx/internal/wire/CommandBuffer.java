/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.Arrays;

/**
 * The octets of one group of commands (RFC 2920), ready to be written at once. Lines come in through {@link Command}
 * alone. Reusable; belongs to one thread at a time.
 */
public final class CommandBuffer {

    private static final int MAX_KEPT = 64 * 1024;

    private byte[] array;
    private int length;
    private int lines;
    private boolean authenticates;

    public CommandBuffer() {
        this(512);
    }

    CommandBuffer(int capacity) {
        array = new byte[capacity];
    }

    /** The octets from 0 to {@link #length()}; valid until the next change. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /** How many command lines there are: so many replies are owed. */
    public int lines() {
        return lines;
    }

    /** Whether there is an AUTH, or what follows one: nothing of that may be shown. */
    public boolean authenticates() {
        return authenticates;
    }

    /** Empties the buffer. An array that grew large is given up. */
    public void clear() {
        length = 0;
        lines = 0;
        authenticates = false;
        if (array.length > MAX_KEPT) {
            array = new byte[512];
        }
    }

    /** Message octets that follow a BDAT line in the same group; they are no lines. */
    public void append(byte[] octets, int off, int len) {
        ensure(len);
        System.arraycopy(octets, off, array, length, len);
        length += len;
    }

    /** Makes room for so many octets more and returns the array, to be filled from {@link #length()} on. */
    byte[] ensure(int more) {
        if (more > array.length - length) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, more), 2 * array.length));
        }
        return array;
    }

    /** Sets the end after the array was filled, or before a line that turned out wrong. */
    void length(int end) {
        length = end;
    }

    void countLine() {
        lines++;
    }

    void authenticate() {
        authenticates = true;
    }

    @Override
    public String toString() {
        return lines + " lines, " + length + " octets";
    }
}
