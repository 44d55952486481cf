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
 * The result of a send for one recipient.
 *
 * @param stage  the stage that decided
 * @param reply  the decisive reply, {@code null} if there is none
 * @param detail the reason if there is no reply: printable, one line
 */
public record RecipientResult(Recipient recipient, Fate fate, Stage stage, @Nullable Reply reply, @Nullable String detail) {

    private static final int MAX_DETAIL = 500;

    /** The four possible results. */
    public enum Fate {
        /** The server accepted the message. Sending again would duplicate it. */
        DELIVERED,
        /** Rejected (5yz). Sending again is useless and harmless. */
        REJECTED,
        /** Deferred (4yz) or not sent: the server cannot have accepted the message. Sending again is safe. */
        FAILED,
        /** The message was sent completely and the final reply never came. Sending again may duplicate it. */
        UNKNOWN
    }

    public RecipientResult {
        if (detail != null) {
            detail = Printable.line(detail, MAX_DETAIL);
        }
        if (fate == Fate.DELIVERED && (reply == null || !reply.isCompleted())) {
            throw new IllegalArgumentException("only a 2yz reply can mean delivered, not " + reply);
        }
    }

    /** Whether all of these have one fate. */
    public static boolean all(List<RecipientResult> results, Fate fate) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).fate != fate) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of these has a fate. */
    public static boolean any(List<RecipientResult> results, Fate fate) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).fate == fate) {
                return true;
            }
        }
        return false;
    }

    /** Delivered by this 2yz reply. */
    public static RecipientResult delivered(Recipient recipient, Reply reply) {
        return new RecipientResult(recipient, Fate.DELIVERED, Stage.FINAL, reply, null);
    }

    /** Rejected by this reply about the recipient or the message: REJECTED for 5yz, else FAILED. */
    public static RecipientResult refused(Recipient recipient, Stage stage, Reply reply) {
        return new RecipientResult(recipient, reply.isPermanent() ? Fate.REJECTED : Fate.FAILED, stage, reply, null);
    }

    /** Rejected by this client, without a reply. */
    public static RecipientResult rejected(Recipient recipient, Stage stage, String detail) {
        return new RecipientResult(recipient, Fate.REJECTED, stage, null, detail);
    }

    /** Not sent, without a reply about this recipient. */
    public static RecipientResult failed(Recipient recipient, Stage stage, String detail) {
        return new RecipientResult(recipient, Fate.FAILED, stage, null, detail);
    }

    /** Sent completely, without a final reply. */
    public static RecipientResult unknown(Recipient recipient, String detail) {
        return new RecipientResult(recipient, Fate.UNKNOWN, Stage.FINAL, null, detail);
    }

    /** Its form in JSON: address, fate, stage, and the reply, or the reason as text where there is none. */
    @JsonValue
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("address", recipient.address().toString());
        map.put("fate", fate.name());
        map.put("stage", stage.name());
        if (reply != null) {
            map.putAll(reply.toMap());
        } else if (detail != null) {
            map.put("text", detail);
        }
        return map;
    }

    /** On one line: {@code ann@example.org REJECTED at RCPT: 550 5.1.1 no such user}. */
    @Override
    public String toString() {
        String why = reply != null ? ": " + reply : "";
        return recipient.address() + " " + fate + " at " + stage + why + (detail != null ? ": " + detail : "");
    }
}
