/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.apache.camel.component.smtpx.internal.dialogue.RecipientDomains;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of one send, batched into transactions, and their results. Recipients are named by their index in the
 * envelope.
 * <p>
 * Used by one thread at a time. {@link #unknownIfInTransaction} may be called from any thread.
 */
final class RecipientBatches {

    static final int[] NONE = {};

    private final Envelope envelope;
    /** The results so far, null for a recipient without one. Replaced, never changed. */
    private volatile @Nullable RecipientResult @Nullable [] results;
    /** The recipients of the latest transaction; null for all. */
    private volatile int @Nullable [] batch;
    /** The recipients of further transactions; null before the first transaction. */
    private int @Nullable [] remaining;
    /** Recipients that each get a transaction of their own. */
    private @Nullable BitSet single;
    /** The maximum size of the next batch; 0 for none. */
    private int maxNext;

    RecipientBatches(Envelope envelope) {
        this.envelope = envelope;
    }

    /** The envelope of the next transaction: all recipients without a transaction, and those to be repeated. */
    Envelope next() {
        int[] left = remaining;
        return left == null ? begin(envelope, null, NONE) : begin(subset(left), left, NONE);
    }

    /**
     * The envelope of the next transaction.
     *
     * @param  max     recipients that the server accepts per message; 0 for no limit
     * @param  domains of the connection, which admits the recipients
     * @return         null if it admits none of them
     */
    @Nullable
    Envelope next(int max, RecipientDomains domains) {
        List<Recipient> recipients = envelope.recipients();
        if (remaining == null && (max == 0 || recipients.size() <= max) && domains.admitAll(recipients)) {
            return next();
        }
        int[] left = remaining == null ? IntStream.range(0, recipients.size()).toArray() : remaining;
        int limit = max > 0 ? Math.min(max, left.length) : left.length;
        limit = maxNext > 0 ? Math.min(limit, maxNext) : limit;
        int[] chosen = new int[limit];
        int[] later = new int[left.length];
        int size = 0;
        for (int i = 0; i < left.length; i++) {
            int index = left[i];
            boolean fits = size < limit && (size == 0 || !isSingle(index) && !isSingle(chosen[0]));
            if (fits && domains.admit(recipients.get(index))) {
                chosen[size++] = index;
            } else {
                later[i - size] = index;
            }
        }
        if (size == 0) {
            return null;
        }
        maxNext = 0;
        int[] next = Arrays.copyOf(chosen, size);
        return begin(subset(next), next, Arrays.copyOf(later, left.length - size));
    }

    private Envelope begin(Envelope next, int @Nullable [] indexes, int[] later) {
        batch = indexes;
        remaining = later;
        return next;
    }

    private Envelope subset(int[] indexes) {
        return envelope.withRecipients(Arrays.stream(indexes).mapToObj(envelope.recipients()::get).toList());
    }

    /** Limits the next batch, for once. */
    void limitNext(int size) {
        maxNext = size;
    }

    /** Gives a recipient a transaction of its own. */
    void separate(int index) {
        if (single == null) {
            single = new BitSet();
        }
        single.set(index);
    }

    private boolean isSingle(int index) {
        return single != null && single.get(index);
    }

    /** Queues recipients for further transactions. Those of a transaction of their own come last. */
    void repeat(int[] again) {
        int[] later = remaining == null ? NONE : remaining;
        if (again.length == 0) {
            remaining = later;
            return;
        }
        IntPredicate alone = this::isSingle;
        remaining = IntStream.concat(
                IntStream.concat(IntStream.of(again), IntStream.of(later)).filter(alone.negate()),
                IntStream.concat(IntStream.of(later), IntStream.of(again)).filter(alone)).toArray();
    }

    /** Gives up the recipients that are queued for further transactions. */
    void clearRemaining() {
        remaining = NONE;
    }

    /** As {@link #clearRemaining}, for a reason of this side. */
    void failRemaining(String text) {
        int[] left = remaining == null ? NONE : remaining;
        batch = left;
        record(Arrays.stream(left).mapToObj(index -> RecipientResult.failed(recipient(index), Stage.RCPT, text)).toList());
        remaining = NONE;
    }

    /** Recipients without a transaction so far, and those that are to be repeated. */
    int remaining() {
        int[] left = remaining;
        return left == null ? envelope.recipients().size() : left.length;
    }

    boolean hasRemaining() {
        return remaining != null && remaining.length > 0;
    }

    /** Records the results of the latest transaction. */
    void record(List<RecipientResult> reported) {
        @Nullable
        RecipientResult[] before = results;
        @Nullable
        RecipientResult[] all = before == null ? new RecipientResult[envelope.recipients().size()] : before.clone();
        for (int i = 0; i < reported.size(); i++) {
            all[indexOf(i)] = reported.get(i);
        }
        results = all;
    }

    /** The recipient at a position of the latest transaction. */
    int indexOf(int position) {
        int[] indexes = batch;
        return indexes == null ? position : indexes[position];
    }

    /** The recipients of the latest transaction whose results match. */
    int[] matching(List<RecipientResult> reported, Predicate<RecipientResult> wanted) {
        return IntStream.range(0, reported.size()).filter(i -> wanted.test(reported.get(i))).map(this::indexOf).toArray();
    }

    /** All results, in the order of the envelope. A recipient without one gets the given result. */
    List<RecipientResult> results(IntFunction<RecipientResult> otherwise) {
        return merge(results, otherwise);
    }

    private List<RecipientResult> merge(
            @Nullable RecipientResult @Nullable [] known, IntFunction<RecipientResult> otherwise) {
        List<RecipientResult> all = new ArrayList<>(envelope.recipients().size());
        for (int i = 0; i < envelope.recipients().size(); i++) {
            RecipientResult result = known == null ? null : known[i];
            all.add(result == null ? otherwise.apply(i) : result);
        }
        return all;
    }

    /** As {@link #results}, but the recipients of the transaction in flight are UNKNOWN. */
    List<RecipientResult> unknownIfInTransaction(String why, IntFunction<RecipientResult> otherwise) {
        @Nullable
        RecipientResult[] known = results;
        @Nullable
        RecipientResult[] all = known == null ? new RecipientResult[envelope.recipients().size()] : known.clone();
        int[] inFlight = batch;
        for (int i = 0; i < all.length; i++) {
            int index = i;
            if (inFlight == null || Arrays.stream(inFlight).anyMatch(each -> each == index)) {
                all[i] = RecipientResult.unknown(envelope.recipients().get(i), why);
            }
        }
        return merge(all, otherwise);
    }

    Recipient recipient(int index) {
        return envelope.recipients().get(index);
    }
}
