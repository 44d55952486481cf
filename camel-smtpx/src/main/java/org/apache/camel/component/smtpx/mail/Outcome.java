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
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a send: a result for each recipient, in the order of the envelope, and the result of the whole.
 */
public sealed interface Outcome {

    /**
     * One result per recipient, in order; none only where an exchange was refused here before its recipients could be
     * read.
     */
    List<RecipientResult> results();

    /** The server, TLS, the plan and the times. */
    SendDetails via();

    /** The reply that decided the send, {@code null} if none did. */
    @Nullable
    Reply reply();

    /** The stage at which it was decided. */
    Stage stage();

    /** The failure of the connection or the message, {@code null} if there was none. */
    @Nullable
    Failure failure();

    /** The same outcome with warnings about the message ({@link SendDetails#warnings()}). */
    default Outcome withWarnings(List<String> warnings) {
        return warnings.isEmpty() ? this : of(results(), stage(), reply(), failure(), via().withWarnings(warnings));
    }

    /** The result of the whole send. */
    static Outcome of(
            List<RecipientResult> results, Stage stage, @Nullable Reply reply, @Nullable Failure failure, SendDetails via) {
        Reply acceptance = null;
        for (RecipientResult result : results) {
            if (result.fate() == Fate.UNKNOWN) {
                return new Unknown(results, stage, failure, via);
            }
            if (result.fate() == Fate.DELIVERED) {
                acceptance = result.reply();
            }
        }
        return acceptance != null
                ? new Delivered(results, acceptance, via) : new NotDelivered(results, stage, reply, failure, via);
    }

    /**
     * Whether sending again is likely to help and cannot duplicate, given that recipients already delivered are left
     * out: a recipient FAILED, none is UNKNOWN, and it was not a refusal for good that made the others fail with it.
     */
    boolean isTransient();

    /** The results of the recipients that received the message. */
    default List<RecipientResult> delivered() {
        List<RecipientResult> all = results();
        return RecipientResult.all(all, Fate.DELIVERED) ? all : all.stream().filter(r -> r.fate() == Fate.DELIVERED).toList();
    }

    /** The results of the recipients that did not receive it: REJECTED or FAILED. */
    default List<RecipientResult> refused() {
        return results().stream().filter(r -> r.fate() == Fate.REJECTED || r.fate() == Fate.FAILED).toList();
    }

    /** The results of the recipients that may have received it. */
    default List<RecipientResult> unknown() {
        return results().stream().filter(result -> result.fate() == Fate.UNKNOWN).toList();
    }

    /**
     * Its form in JSON, documented with the component: texts, numbers, booleans, and lists and maps of them. Absent
     * values and the transcript are left out.
     */
    @JsonValue
    default Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", this instanceof Delivered ? "DELIVERED" : this instanceof Unknown ? "UNKNOWN" : "REFUSED");
        map.put("transient", isTransient());
        map.put("stage", stage().name());
        Reply decisive = reply();
        if (decisive != null) {
            map.putAll(decisive.toMap());
        }
        Failure broken = failure();
        if (broken != null) {
            map.put("failure", broken.text());
        }
        map.put("recipients", results().stream().map(RecipientResult::toMap).toList());
        map.putAll(via().toMap());
        return map;
    }

    /** Whether a recipient has this fate. */
    default boolean any(Fate fate) {
        return RecipientResult.any(results(), fate);
    }

    /**
     * At least one recipient received the message, and none is UNKNOWN.
     *
     * @param reply the final reply, in a send of several transactions the last good one
     */
    record Delivered(List<RecipientResult> results, Reply reply, SendDetails via) implements Outcome {

        public Delivered {
            results = List.copyOf(results);
            require(results, Fate.DELIVERED);
            refuse(results, Fate.UNKNOWN);
        }

        @Override
        public Stage stage() {
            return Stage.FINAL;
        }

        @Override
        public @Nullable Failure failure() {
            return null;
        }

        @Override
        public boolean isTransient() {
            return any(Fate.FAILED);
        }

        @Override
        public String toString() {
            return "delivered via " + via.server() + ": " + reply + " " + results;
        }
    }

    /**
     * No recipient received the message.
     *
     * @param stage   where it ended
     * @param reply   the reply that ended it, {@code null} if it was none. Where some recipients were refused for good
     *                and others only for now, and each counts for itself, it must be one of the latter
     * @param failure the error that ended it, {@code null} if it was none
     */
    record NotDelivered(List<RecipientResult> results, Stage stage, @Nullable Reply reply, @Nullable Failure failure,
            SendDetails via)
            implements
                Outcome {

        public NotDelivered {
            results = List.copyOf(results);
            if (results.isEmpty() && stage != Stage.LOCAL) {
                throw new IllegalArgumentException("an outcome has at least one result");
            }
            refuse(results, Fate.DELIVERED);
            refuse(results, Fate.UNKNOWN);
        }

        @Override
        public boolean isTransient() {
            boolean forGood = reply != null ? reply.isPermanent() : stage == Stage.LOCAL;
            // a 5yz that is about no recipient, as to a login, leaves all of them FAILED
            return any(Fate.FAILED) && !(forGood && any(Fate.REJECTED));
        }

        @Override
        public String toString() {
            return "refused at " + stage + " via " + via.server() + (reply != null ? ": " + reply : "") + why(failure) + " "
                   + results;
        }
    }

    /**
     * At least one recipient is UNKNOWN; others may be DELIVERED.
     *
     * @param stage   where it ended
     * @param failure the error that ended it, {@code null} if it was none
     */
    record Unknown(List<RecipientResult> results, Stage stage, @Nullable Failure failure, SendDetails via) implements Outcome {

        public Unknown {
            results = List.copyOf(results);
            require(results, Fate.UNKNOWN);
        }

        @Override
        public @Nullable Reply reply() {
            return null;
        }

        @Override
        public boolean isTransient() {
            return false;
        }

        @Override
        public String toString() {
            return "unknown, ended at " + stage + " via " + via.server() + why(failure) + " " + results;
        }
    }

    private static void require(List<RecipientResult> results, Fate fate) {
        if (!RecipientResult.any(results, fate)) {
            throw new IllegalArgumentException("no recipient is " + fate);
        }
    }

    private static void refuse(List<RecipientResult> results, Fate fate) {
        if (RecipientResult.any(results, fate)) {
            throw new IllegalArgumentException("a recipient is " + fate);
        }
    }

    private static String why(@Nullable Failure failure) {
        return failure == null ? "" : ": " + Printable.line(failure.text(), 200);
    }
}
