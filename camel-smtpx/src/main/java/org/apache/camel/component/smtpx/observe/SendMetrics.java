/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;

/** Records every send of an endpoint, with Micrometer if it is on the class path and a registry is bound in Camel. */
public interface SendMetrics {

    /** Counts nothing. */
    SendMetrics NONE = (outcome, message, composing) -> {
    };

    /**
     * Records a completed send. Thread-safe.
     *
     * @param outcome   the result
     * @param message   the message as it was given
     * @param composing the time to compose the message from the exchange
     */
    void sent(Outcome outcome, MessageSource message, Duration composing);

    /** Removes the meters of a server that is no longer used. */
    default void remove() {
    }

    /** The meters of a server; {@link #NONE} where there is no Micrometer or no registry. */
    static SendMetrics of(CamelContext context, String server, ServerPools pools) {
        try {
            Class.forName("io.micrometer.core.instrument.MeterRegistry", false, SendMetrics.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            // Micrometer is optional
            return NONE;
        }
        return MicrometerSendMetrics.of(context, server, pools);
    }
}
