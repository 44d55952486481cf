/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.util.Collections;
import java.util.Locale;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;

/** Reads media types (RFC 2045 section 5.1) such that writing them again cannot make another header field. */
final class MediaTypes {
    private MediaTypes() {
    }

    static ContentType parse(String field, String text) {
        HeaderField.checkValue(field, text);
        try {
            ContentType type = new ContentType(text);
            return new ContentType(type.getPrimaryType().toLowerCase(Locale.ROOT), type.getSubType().toLowerCase(Locale.ROOT),
                    parameters(field, type.getParameterList()));
        } catch (ParseException e) {
            throw new IllegalArgumentException("Not a media type in " + field + ": " + HeaderField.printable(text), e);
        }
    }

    /** The parameters anew: an extended value (RFC 2231) may have hidden a line end. */
    static ParameterList parameters(String field, ParameterList given) {
        ParameterList parameters = new ParameterList();
        if (given != null) {
            for (String name : Collections.list(given.getNames())) {
                String value = given.get(name);
                HeaderField.checkValue(field, value);
                parameters.set(name, value, "UTF-8");
            }
        }
        return parameters;
    }
}
