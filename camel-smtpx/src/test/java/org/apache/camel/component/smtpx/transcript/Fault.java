/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

/** What a server does instead of giving the good reply that it owes. */
enum Fault {
    /** Nothing, from here on. */
    SILENT,
    /** The good reply, a hundred seconds later. */
    LATE,
    /** Closes its side. */
    FIN,
    /** Tears the connection down. */
    RST,
    /** Says 421, and nothing from then on. */
    CLOSING,
    /** Says 451. */
    TRANSIENT,
    /** Says 550. */
    PERMANENT,
    /** Says something that is no reply. */
    MALFORMED,
    /** Says one reply with two codes. */
    MIXED,
    /** A reply of a class that does not fit. */
    MISFIT,
    /** The good reply followed by an unsolicited 250. */
    EXTRA,
    /** The good reply, octet by octet. */
    TRICKLED,
    /** A reply without end. */
    GIANT,
    /** The good reply, and closes. */
    THEN_FIN,
    /** The good reply without its line end, and closes. */
    TRUNCATED
}
