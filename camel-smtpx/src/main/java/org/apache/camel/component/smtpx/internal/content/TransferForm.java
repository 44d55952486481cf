/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

/** The octets a transferred message may hold (RFC 2045, sections 2.7 to 2.9). Each value includes those before it. */
public enum TransferForm {
    /** US-ASCII in lines, accepted by every server. */
    SEVEN_BIT,
    /** Any octet but NUL, in lines: for a server with 8BITMIME (RFC 6152). */
    EIGHT_BIT,
    /** Any octets: for a server with BINARYMIME and CHUNKING (RFC 3030). */
    BINARY
}
