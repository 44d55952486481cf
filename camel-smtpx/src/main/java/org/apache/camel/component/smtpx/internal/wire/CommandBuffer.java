/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.Arrays;

/**
 * The octets of one group of commands (RFC 2920), for one write. Only {@link Command} adds lines. Reusable; confined to
 * one thread at a time.
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

    /** The number of command lines, which is the number of replies owed. */
    public int lines() {
        return lines;
    }

    /** Whether the group holds AUTH or a response of AUTH, which must not be logged. */
    public boolean authenticates() {
        return authenticates;
    }

    /** Empties the buffer and frees an array that grew large. */
    public void clear() {
        length = 0;
        lines = 0;
        authenticates = false;
        if (array.length > MAX_KEPT) {
            array = new byte[512];
        }
    }

    /** Appends message octets after a BDAT line of the same group; they are not counted as lines. */
    public void append(byte[] octets, int off, int len) {
        ensure(len);
        System.arraycopy(octets, off, array, length, len);
        length += len;
    }

    /** Ensures space for this many more octets and returns the array, to be filled from {@link #length()} on. */
    byte[] ensure(int more) {
        if (more > array.length - length) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, more), 2 * array.length));
        }
        return array;
    }

    /** Sets the length after filling the array, or back before an invalid line. */
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
