/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.compose.MessageIdentity;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose last attempt failed, and what its attempts achieved together. Copies of an exchange share it; at most
 * one of them has an attempt in flight.
 */
final class FailedMail {

    private final Place place;
    private final Envelope envelope;
    private final Map<String, String> invalid;
    private final ContentFingerprint fingerprint;
    private final WeakReference<@Nullable Object> body;
    private final @Nullable MessageIdentity identity;
    private Outcome outcome;
    private @Nullable Throwable exception;
    /** The exchange whose attempt is in flight. */
    private @Nullable Exchange inFlight;
    private boolean done;

    /**
     * Where a mail is sent: at a node of a route, through an endpoint.
     *
     * @param node null outside of a route; it then matches every node
     */
    record Place(@Nullable String node, Endpoint endpoint) {

        boolean matches(Place other) {
            return endpoint.equals(other.endpoint) && (node == null || other.node == null || Objects.equals(node, other.node));
        }
    }

    FailedMail(Place place, Envelope envelope, Map<String, String> invalid, ContentFingerprint fingerprint,
               @Nullable Object body, @Nullable MessageIdentity identity, Outcome outcome, Throwable exception) {
        this.place = place;
        this.envelope = envelope;
        this.invalid = Map.copyOf(invalid);
        this.fingerprint = fingerprint;
        this.body = new WeakReference<>(body);
        this.identity = identity;
        this.outcome = outcome;
        this.exception = exception;
    }

    boolean isAt(Place other) {
        return place.matches(other);
    }

    /** Whether this is the mail with this envelope and content. */
    boolean isFor(Envelope other, Map<String, String> otherInvalid, ContentFingerprint content) {
        return envelope.equals(other) && invalid.equals(otherInvalid) && fingerprint.matches(content);
    }

    /** Whether its last attempt ended with this exception. */
    synchronized boolean endedWith(@Nullable Object thrown) {
        return thrown != null && exception == thrown;
    }

    /** Whether this is its body. */
    boolean hasBody(@Nullable Object other) {
        return other != null && other.equals(body.get());
    }

    Envelope envelope() {
        return envelope;
    }

    Map<String, String> invalid() {
        return invalid;
    }

    @Nullable
    MessageIdentity identity() {
        return identity;
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    /**
     * Begins another attempt; false if another copy of the exchange has one in flight, or has succeeded. The same
     * exchange may begin again: its attempt before has ended, although a late read of the body may have begun it.
     */
    synchronized boolean begin(Exchange exchange) {
        if (done || inFlight != null && inFlight != exchange) {
            return false;
        }
        inFlight = exchange;
        return true;
    }

    /** The attempt failed. */
    synchronized void failed(Outcome together, Throwable thrown) {
        outcome = together;
        exception = thrown;
        inFlight = null;
    }

    /** The attempt succeeded: a later attempt sends another mail. */
    synchronized void succeeded() {
        done = true;
    }

    @Override
    public String toString() {
        return outcome().toString();
    }
}
