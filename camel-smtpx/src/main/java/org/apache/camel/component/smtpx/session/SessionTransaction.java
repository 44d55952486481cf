/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.Arrays;

import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.internal.content.ContentScan;
import org.apache.camel.component.smtpx.internal.dialogue.EndReplies;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The state of the open mail transaction of a session: the declared body type, how many recipients were accepted, and
 * the line ends of chunks so far. Each MAIL begins another.
 */
final class SessionTransaction {

    private final @Nullable BodyType body;
    private final boolean utf8;
    private final ContentEncoder chunks;
    /** Octets of the last line so far. */
    private int openLine;
    private int accepted;
    private boolean chunkRefused;
    private boolean anySkipped;

    SessionTransaction(@Nullable BodyType body, boolean utf8) {
        this.body = body;
        this.utf8 = utf8;
        this.chunks = body == BodyType.BINARY_MIME ? ContentEncoder.identity() : ContentEncoder.canonical();
    }

    boolean utf8() {
        return utf8;
    }

    boolean binary() {
        return body == BodyType.BINARY_MIME;
    }

    void accepted() {
        accepted++;
    }

    void chunkRefused() {
        chunkRefused = true;
    }

    /**
     * The replies to the end of the message: in LMTP one for each accepted recipient (RFC 2033, section 4.2), and one
     * after a rejected chunk.
     */
    EndReplies endReplies(Protocol protocol) {
        boolean each = protocol == Protocol.LMTP && !chunkRefused;
        return new EndReplies(each ? Math.max(1, accepted) : 1);
    }

    void skipped() {
        anySkipped = true;
    }

    /** Whether all addresses were rejected and skipped, so that a message would have no recipient. */
    boolean hasNoRecipient() {
        return anySkipped && accepted == 0;
    }

    /**
     * Examines the next octets of the message.
     *
     * @throws NotSentException if they do not fit the declared body type, or make a line too long
     */
    void examine(byte[] octets) throws NotSentException {
        if (binary()) {
            return;
        }
        ContentScan scan = new ContentScan(openLine);
        scan.add(octets, 0, octets.length);
        if (scan.eightBit() && body != BodyType.EIGHT_BIT_MIME) {
            throw new NotSentException("the message holds 8-bit octets and its MAIL did not declare them (BODY=8BITMIME)");
        }
        if (scan.nul()) {
            throw new NotSentException("the message holds NUL octets, which only BODY=BINARYMIME may");
        }
        if (!scan.hasLines()) {
            throw new NotSentException("the message has a line of more than " + ContentScan.MAX_LINE + " octets");
        }
        openLine = scan.openLine();
    }

    /** A new message begins. */
    void beginMessage() {
        openLine = 0;
    }

    /** The octets of a chunk on the wire: text with CRLF, binary content unchanged. */
    byte[] chunk(byte[] octets, boolean last) {
        return encode(chunks, octets, last);
    }

    static byte[] encode(ContentEncoder encoder, byte[] octets, boolean last) {
        if (!last && encoder.unchanged(octets, 0, octets.length)) {
            return octets;
        }
        byte[] out = new byte[encoder.bound(octets.length) + ContentEncoder.FINISH_BOUND];
        int length = encoder.encode(octets, 0, octets.length, out, 0);
        if (last) {
            length += encoder.finish(out, length);
        }
        return Arrays.copyOf(out, length);
    }
}
