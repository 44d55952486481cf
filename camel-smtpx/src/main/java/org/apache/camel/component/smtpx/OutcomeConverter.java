/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Map;

import org.apache.camel.Converter;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.Reply;
import org.apache.camel.component.smtpx.mail.SendDetails;
import org.apache.camel.util.json.Jsoner;

/** Converts outcomes and their parts to maps, and outcomes to JSON text. */
@Converter(generateLoader = true)
public final class OutcomeConverter {

    private OutcomeConverter() {
    }

    @Converter
    public static Map<String, Object> toMap(Outcome outcome) {
        return outcome.toMap();
    }

    @Converter
    public static Map<String, Object> toMap(RecipientResult result) {
        return result.toMap();
    }

    @Converter
    public static Map<String, Object> toMap(Reply reply) {
        return reply.toMap();
    }

    @Converter
    public static Map<String, Object> toMap(SendDetails via) {
        return via.toMap();
    }

    /** JSON on one line. */
    @Converter
    public static String toJson(Outcome outcome) {
        return Jsoner.serialize(outcome.toMap());
    }
}
