/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Values of the call language. Text stands for its UTF-8 octets, {@code bytes} for octets, one per character,
 * {@code chars} for a string; {@code repeat} and {@code concat} make longer ones.
 */
final class CallValue {

    private CallValue() {
    }

    /** As a string for an API that takes strings: what is no UTF-8 is read as ISO-8859-1. */
    static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Map<?, ?> map && map.containsKey("chars")) {
            return String.valueOf(map.get("chars"));
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        byte[] octets = octets(value);
        String utf8 = new String(octets, StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') < 0 ? utf8 : new String(octets, StandardCharsets.ISO_8859_1);
    }

    static byte[] octets(Object value) {
        if (value == null) {
            return new byte[0];
        }
        if (!(value instanceof Map<?, ?> map)) {
            return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        }
        if (map.get("bytes") != null) {
            return String.valueOf(map.get("bytes")).getBytes(StandardCharsets.ISO_8859_1);
        }
        if (map.get("chars") != null) {
            return String.valueOf(map.get("chars")).getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (map.get("repeat") instanceof List<?> repeat) {
            byte[] unit = octets(repeat.get(0));
            for (int i = ((Number) repeat.get(1)).intValue(); i > 0; i--) {
                out.writeBytes(unit);
            }
        } else if (map.get("concat") instanceof Collection<?> parts) {
            parts.forEach(part -> out.writeBytes(octets(part)));
        }
        return out.toByteArray();
    }

    /** All of them, one behind the other. */
    static byte[] joined(List<?> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach(value -> out.writeBytes(octets(value)));
        return out.toByteArray();
    }

    /** What Perl takes for true. */
    static boolean isTrue(Object value) {
        String text = text(value);
        return value != null && !text.isEmpty() && !text.equals("0") && !Boolean.FALSE.equals(value);
    }

    static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Collection<?> several) {
            several.forEach(one -> texts.add(text(one)));
        } else {
            texts.add(text(value));
        }
        return texts;
    }
}
