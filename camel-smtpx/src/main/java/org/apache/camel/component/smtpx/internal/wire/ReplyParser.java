/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.text.Secrets;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Parses replies from received octets, in pieces of any size (RFC 5321, section 4.2.1, strictly).
 * <p>
 * A line has a code from 200 to 599, then a blank, a hyphen (more lines follow) or nothing, and ends with CRLF. All
 * lines of a reply have the same code. A line has at most 4096 octets with its end, a reply 200 lines and 64 KiB. Text
 * is decoded as UTF-8, malformed octets as U+FFFD. Anything else is a {@link MalformedReplyException}, after which the
 * parser cannot be used.
 * <p>
 * The last eight short replies are cached, so that recurring replies cost no allocation.
 * <p>
 * Confined to one connection and one thread at a time.
 */
public final class ReplyParser {

    static final int MAX_LINE = 4096;
    static final int MAX_LINES = 200;
    static final int MAX_REPLY = 64 * 1024;

    private final ReplySyntax syntax;
    private final Secrets secrets;
    private final RecentReplies recent = new RecentReplies();
    /** The secrets that the recent replies were redacted with. */
    private Object redacted;
    private byte[] held = new byte[256];
    private int heldLength;
    private final List<String> lines = new ArrayList<>();
    private int code;
    private int replyLength;
    private @Nullable String violation;

    /**
     * A strict parser.
     *
     * @param bareLfAllowed whether a line may end with LF alone, as some old servers' help texts do
     */
    public ReplyParser(boolean bareLfAllowed) {
        this(bareLfAllowed
                ? new ReplySyntax(true, false, MAX_LINES, MAX_REPLY, StandardCharsets.UTF_8)
                : ReplySyntax.STRICT);
    }

    /** A parser with the given syntax. */
    public ReplyParser(ReplySyntax syntax) {
        this(syntax, new Secrets());
    }

    /** A parser that redacts these secrets from its replies and exceptions. */
    public ReplyParser(ReplySyntax syntax, Secrets secrets) {
        this.syntax = syntax;
        this.secrets = secrets;
        this.redacted = secrets.version();
    }

    /**
     * Parses octets and passes on each reply that they complete, in order.
     *
     * @throws MalformedReplyException if these or earlier octets cannot be part of a reply
     */
    public void feed(byte[] octets, int off, int len, Consumer<Reply> replies) throws MalformedReplyException {
        if (violation != null) {
            throw new MalformedReplyException(violation);
        }
        boolean whole = false;
        try {
            take(octets, off, off + len, replies);
            whole = true;
        } finally {
            // also when the consumer throws: octets after that reply are lost, so what follows would be out of step
            if (!whole && violation == null) {
                violation = "replies were given up";
            }
        }
    }

    /** Whether a reply has arrived in part. */
    public boolean hasPartialReply() {
        return heldLength > 0 || !lines.isEmpty();
    }

    private void take(byte[] octets, int off, int end, Consumer<Reply> replies) throws MalformedReplyException {
        int start = off;
        if (redacted != secrets.version()) {
            redacted = secrets.version();
            recent.clear();
        }
        while (start < end) {
            int known = hasPartialReply() ? -1 : recent.find(octets, start, end);
            if (known >= 0) {
                start += recent.length(known);
                replies.accept(recent.reply(known));
                continue;
            }
            int next = start;
            while (next < end && octets[next] != '\n') {
                next++;
            }
            if (next == end) {
                hold(octets, start, end);
                checkPrefix(held, 0, heldLength, true);
                return;
            }
            next++;
            if (heldLength == 0) {
                line(octets, start, next, replies);
            } else {
                hold(octets, start, next);
                int length = heldLength;
                heldLength = 0;
                line(held, 0, length, replies);
            }
            start = next;
        }
    }

    private void hold(byte[] octets, int from, int to) throws MalformedReplyException {
        int length = heldLength + to - from;
        if (length > MAX_LINE) {
            throw malformed("line over " + MAX_LINE + " octets", octets, from, to);
        }
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.min(MAX_LINE, Math.max(length, 2 * held.length)));
        }
        System.arraycopy(octets, from, held, heldLength, to - from);
        heldLength = length;
    }

    /** One line with its end at {@code to}. */
    private void line(byte[] octets, int from, int to, Consumer<Reply> replies) throws MalformedReplyException {
        if (to - from > MAX_LINE) {
            throw malformed("line over " + MAX_LINE + " octets", octets, from, to);
        }
        boolean crlf = to - from > 1 && octets[to - 2] == '\r';
        if (!crlf && !syntax.bareLf()) {
            throw malformed("line ended by LF alone", octets, from, to);
        }
        int end = crlf ? to - 2 : to - 1;
        checkPrefix(octets, from, end, false);
        if (end - from < 3) {
            throw malformed("no reply code", octets, from, to);
        }
        boolean last = end - from == 3 || octets[from + 3] != '-';
        if (last && lines.isEmpty()) {
            replies.accept(single(octets, from, end, to));
            return;
        }
        int lineCode = code(octets, from);
        if (lines.isEmpty()) {
            code = lineCode;
            replyLength = 0;
        } else if (code != lineCode) {
            throw malformed("reply line with another code than " + code, octets, from, to);
        }
        replyLength += to - from;
        if (lines.size() == syntax.maxLines() || replyLength > syntax.maxOctets()) {
            throw malformed("reply over " + syntax.maxLines() + " lines or " + syntax.maxOctets() + " octets", octets, from,
                    to);
        }
        lines.add(text(octets, from, end));
        if (last) {
            Reply reply = Reply.of(code, lines);
            lines.clear();
            replies.accept(reply);
        }
    }

    private Reply single(byte[] octets, int from, int end, int to) {
        Reply reply = Reply.of(code(octets, from), text(octets, from, end));
        recent.keep(octets, from, to, reply);
        return reply;
    }

    /**
     * Checks the first four octets as they arrive: a TLS alert or another protocol may never send a line end.
     */
    private void checkPrefix(byte[] octets, int from, int end, boolean partial) throws MalformedReplyException {
        int length = end - from;
        boolean wrong = (length > 0 && (octets[from] < (syntax.glued() ? '1' : '2') || octets[from] > '5'))
                || (length > 1 && isNoDigit(octets[from + 1]))
                || (length > 2 && isNoDigit(octets[from + 2]))
                || (length > 3 && !syntax.glued() && octets[from + 3] != ' ' && octets[from + 3] != '-'
                        && !(partial && length == 4 && octets[from + 3] == '\r'));
        if (wrong) {
            throw malformed("no reply", octets, from, end);
        }
    }

    private static boolean isNoDigit(byte octet) {
        return octet < '0' || octet > '9';
    }

    private static int code(byte[] octets, int from) {
        return (octets[from] - '0') * 100 + (octets[from + 1] - '0') * 10 + octets[from + 2] - '0';
    }

    private String text(byte[] octets, int from, int end) {
        return end - from <= 4 ? "" : secrets.redact(new String(octets, from + 4, end - from - 4, syntax.charset()));
    }

    private MalformedReplyException malformed(String what, byte[] octets, int from, int to) {
        String text = secrets.redact(new String(octets, from, to - from, StandardCharsets.ISO_8859_1));
        String message = "malformed reply: " + what + ": " + Printable.quote(text);
        violation = message;
        return new MalformedReplyException(message);
    }
}
