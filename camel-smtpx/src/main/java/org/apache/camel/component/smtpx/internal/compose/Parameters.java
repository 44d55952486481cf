/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.mail.internet.ParameterList;

/**
 * Writes a field with parameters, such as a media type: a value that is not US-ASCII, or long, as RFC 2231 says. No
 * value can end its parameter. Jakarta Mail's own writing depends on system properties and neither splits a long value
 * nor keeps a line end inside its quotes.
 */
final class Parameters {
    /** Characters of a value in one piece: a boundary may have 70, and not every reader knows RFC 2231. */
    private static final int WHOLE = 200;
    private static final int PIECE = 55;
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";
    /** RFC 2231 section 7: these have a meaning in an extended value, and some readers take every value for one. */
    private static final String EXTENDED = "*'%";
    private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`{|}~";

    private Parameters() {
    }

    /** The field value, folded between parameters. */
    static String write(String field, String value, ParameterList parameters) {
        List<String> texts = new ArrayList<>();
        for (String name : Collections.list(parameters.getNames())) {
            texts.addAll(parameter(name, parameters.get(name)));
        }
        StringBuilder written = new StringBuilder(value);
        int used = field.length() + 2 + value.length();
        for (String text : texts) {
            boolean fits = used + 2 + text.length() < HeaderField.PREFERRED_LINE;
            written.append(fits ? "; " : ";\r\n ").append(text);
            used = (fits ? used + 2 : 1) + text.length();
        }
        return HeaderField.checked(field, written.toString());
    }

    private static List<String> parameter(String name, String value) {
        boolean printable = value.length() <= WHOLE && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (printable && isToken(value)) {
            return List.of(name + "=" + value);
        }
        if (printable) {
            return List.of(name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder("UTF-8''");
        for (byte octet : Charsets.encode(value, StandardCharsets.UTF_8).octets()) {
            if (piece.length() >= PIECE) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            boolean plain = Character.isLetterOrDigit(octet) || octet > 0 && ATTRIBUTE_CHARS.indexOf(octet) >= 0;
            piece.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        pieces.add(piece.toString());
        if (pieces.size() == 1) {
            return List.of(name + "*=" + pieces.get(0));
        }
        List<String> numbered = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            numbered.add(name + "*" + i + "*=" + pieces.get(i));
        }
        return numbered;
    }

    private static boolean isToken(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && TSPECIALS.indexOf(c) < 0 && EXTENDED.indexOf(c) < 0);
    }
}
