/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.observe;

import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Outcome;

/** Hears of every send of an endpoint. With Micrometer on the class path and a registry in Camel's, it counts. */
public interface SendMetrics {

    /** Counts nothing. */
    SendMetrics NONE = (outcome, message, composing) -> {
    };

    /**
     * A send is over. Any thread.
     *
     * @param outcome   how
     * @param message   the message as it was given
     * @param composing how long it took to make the message of the exchange
     */
    void sent(Outcome outcome, MessageSource message, Duration composing);

    /** The server is not used any more: its meters go. */
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
