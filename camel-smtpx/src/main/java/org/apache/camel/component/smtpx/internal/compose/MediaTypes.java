/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import org.jspecify.annotations.Nullable;

/** Reads media types (RFC 2045 section 5.1) such that writing them again cannot make another header field. */
final class MediaTypes {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,100}");

    private MediaTypes() {
    }

    static ContentType parse(String field, String text) {
        HeaderField.checkValue(field, text);
        try {
            ContentType type = new ContentType(text);
            if (!isToken(type.getPrimaryType()) || !isToken(type.getSubType())) {
                throw new ParseException("not a token");
            }
            return new ContentType(
                    type.getPrimaryType().toLowerCase(Locale.ROOT), type.getSubType().toLowerCase(Locale.ROOT),
                    parameters(field, type.getParameterList()));
        } catch (ParseException e) {
            throw new IllegalArgumentException("Not a media type in " + field + ": " + HeaderField.printable(text), e);
        }
    }

    /** RFC 2045 section 5.1. */
    private static boolean isToken(@Nullable String text) {
        return text != null && TOKEN.matcher(text).matches();
    }

    static String write(ContentType type) {
        return Parameters.write("Content-Type", type.getBaseType(), type.getParameterList());
    }

    /** The type with another value of a parameter. */
    static ContentType with(ContentType type, String name, String value) {
        ParameterList parameters = parameters("Content-Type", type.getParameterList());
        parameters.set(name, value);
        return new ContentType(type.getPrimaryType(), type.getSubType(), parameters);
    }

    /** The parameters anew: an extended value (RFC 2231) may have hidden a line end. */
    private static ParameterList parameters(String field, @Nullable ParameterList given) {
        ParameterList parameters = new ParameterList();
        if (given != null) {
            for (String name : Collections.list(given.getNames())) {
                String value = given.get(name);
                HeaderField.checkValue(field, value);
                if (!isToken(name)) {
                    throw new IllegalArgumentException("Not a parameter name in " + field + ": " + HeaderField.printable(name));
                }
                parameters.set(name, value);
            }
        }
        return parameters;
    }
}
