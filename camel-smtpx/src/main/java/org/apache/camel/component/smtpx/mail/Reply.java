/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One whole reply of a server (RFC 5321 section 4.2).
 *
 * @param code   200 to 599; 100 to 199 only in a session
 * @param status the enhanced status of the first line, if it has one whose class agrees with the code
 * @param lines  the text of each line without code and line end, at least one. The enhanced status stays in the text.
 *               Characters that cannot be seen (controls but the tab, direction marks, line separators, joiners) are
 *               escaped as in {@code \\u202E}, so that a reply is safe in a log or a header.
 */
public record Reply(int code, @Nullable EnhancedStatus status, List<String> lines) {

    /** The class of a reply, by the first digit of its code (RFC 5321, section 4.2.1). */
    public enum Kind {
        /** 1yz: not used by SMTP. */
        PRELIMINARY,
        /** 2yz: the command was completed. */
        COMPLETED,
        /** 3yz: the server awaits more input. */
        INTERMEDIATE,
        /** 4yz: rejected for now; a retry may succeed. */
        TRANSIENT,
        /** 5yz: rejected permanently. */
        PERMANENT
    }

    public Reply {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("reply code " + code + " is not between 100 and 599");
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        if (status != null && status.type() != code / 100) {
            throw new IllegalArgumentException("enhanced status " + status + " contradicts reply code " + code);
        }
        String[] clean = new String[lines.size()];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = Printable.clean(lines.get(i), true);
        }
        lines = List.of(clean);
    }

    /** The reply with these lines, its enhanced status taken from the first one. */
    public static Reply of(int code, String... lines) {
        return of(code, List.of(lines));
    }

    /** The reply with these lines, its enhanced status taken from the first one. */
    public static Reply of(int code, List<String> lines) {
        EnhancedStatus status = lines.isEmpty() ? null : EnhancedStatus.parse(lines.get(0));
        return new Reply(code, status != null && status.type() == code / 100 ? status : null, lines);
    }

    public Kind kind() {
        return switch (code / 100) {
            case 1 -> Kind.PRELIMINARY;
            case 2 -> Kind.COMPLETED;
            case 3 -> Kind.INTERMEDIATE;
            case 4 -> Kind.TRANSIENT;
            default -> Kind.PERMANENT;
        };
    }

    /** A 2yz reply. */
    public boolean isCompleted() {
        return kind() == Kind.COMPLETED;
    }

    /** A 3yz reply. */
    public boolean isIntermediate() {
        return kind() == Kind.INTERMEDIATE;
    }

    /** A 4yz reply. */
    public boolean isTransient() {
        return kind() == Kind.TRANSIENT;
    }

    /** A 5yz reply. */
    public boolean isPermanent() {
        return kind() == Kind.PERMANENT;
    }

    /** Its form in JSON: code, status if it has one, and text. */
    @JsonValue
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", code);
        if (status != null) {
            map.put("status", status.toString());
        }
        map.put("text", text());
        return map;
    }

    /** The lines, joined by line feeds. */
    public String text() {
        return lines.size() == 1 ? lines.get(0) : String.join("\n", lines);
    }

    /**
     * Code and text on one line, printable, at most 500 characters and dots for the rest:
     * {@code 550 5.1.1 no such user}.
     */
    @Override
    public String toString() {
        return Printable.line((code + " " + String.join(" ", lines)).stripTrailing());
    }
}
