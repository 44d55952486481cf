/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.dsn;

/**
 * The lines of a range of octets. They end with LF or CRLF; only where there is no LF at all does CR end them, so that
 * a stray CR in a value starts no field.
 */
final class ReportLines {
    private final byte[] octets;
    private final int end;
    private final byte terminator;
    private int start;
    private int stop;
    private int next;

    ReportLines(byte[] octets, int from, int end) {
        this.octets = octets;
        this.end = end;
        this.next = from;
        this.terminator = (byte) (contains(octets, from, end, '\n') ? '\n' : '\r');
    }

    /** Moves to the next line; false at the end. */
    boolean next() {
        if (next >= end) {
            return false;
        }
        start = next;
        stop = start;
        while (stop < end && octets[stop] != terminator) {
            stop++;
        }
        next = Math.min(end, stop + 1);
        while (terminator == '\n' && stop > start && octets[stop - 1] == '\r') {
            stop--;
        }
        return true;
    }

    /** Position of the first octet of this line. */
    int start() {
        return start;
    }

    /** Position behind the last octet of this line, without its end. */
    int stop() {
        return stop;
    }

    /** Position behind the end of this line. */
    int after() {
        return next;
    }

    boolean isBlank() {
        for (int i = start; i < stop; i++) {
            if (!isBlank(octets[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether this line continues a folded field (RFC 5322, section 2.2.3). */
    boolean isContinuation() {
        return start < stop && isBlank(octets[start]);
    }

    boolean startsWithDashes() {
        return stop - start > 2 && octets[start] == '-' && octets[start + 1] == '-';
    }

    static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean contains(byte[] octets, int from, int end, int octet) {
        for (int i = from; i < end; i++) {
            if (octets[i] == octet) {
                return true;
            }
        }
        return false;
    }
}
