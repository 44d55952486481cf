/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Secrets of a client's connections: passwords, tokens, AUTH lines. A server may repeat them in a reply, even on a
 * later connection. Server text is therefore redacted before it is logged, kept or reported.
 * <p>
 * A credential is recognized as text in any letter case, in base64 (also as a part of longer base64) and with octets
 * escaped as in a URL ({@code %40}), in xtext ({@code +40}) or in quoted-printable ({@code =40}). Secrets of less than
 * six characters are not redacted, since they occur in ordinary text.
 * <p>
 * Thread-safe. Memory is bounded: the least recently used secrets are forgotten when tokens rotate.
 */
public final class Secrets {

    private static final int MIN_LENGTH = 6;
    private static final int MAX_CREDENTIALS = 16;
    private static final int MAX_LINES = 64;
    private static final String STARS = "***";
    private static final Form[] NO_FORMS = {};

    /** The forms of each secret by the secret itself, the least recently used one first. Guarded by this. */
    private final Map<String, List<Form>> credentials = new LinkedHashMap<>();
    private final Map<String, List<Form>> lines = new LinkedHashMap<>();
    private volatile Patterns patterns = Patterns.NONE;

    /**
     * How a secret may look in a text.
     *
     * @param text    the characters
     * @param encoded whether it is a part of base64 that may go on on both sides
     */
    private record Form(String text, boolean encoded) {

        /** Where the form ends that begins here, or is cut off by the end of the text; -1 where it does not begin. */
        int end(String shown, int at) {
            return end(0, shown, at);
        }

        private int end(int from, String shown, int at) {
            int next = at;
            for (int i = from; i < text.length(); i++) {
                if (next >= shown.length()) {
                    return i >= MIN_LENGTH ? next : -1;
                }
                char wanted = text.charAt(i);
                int escaped = escaped(shown, next);
                boolean literal = isAlike(wanted, shown.charAt(next)) || wanted == ' ' && shown.charAt(next) == '+';
                if (escaped >= 0 && isAlike(wanted, (char) escaped)) {
                    int end = literal ? end(i + 1, shown, next + 3) : -1;
                    if (end >= 0) {
                        return end;
                    }
                    next += literal ? 1 : 3;
                } else if (literal) {
                    next++;
                } else {
                    boolean cut = i >= MIN_LENGTH && isIntroducer(shown.charAt(next)) && next + 2 >= shown.length();
                    return cut ? shown.length() : -1;
                }
            }
            return next;
        }
    }

    /** All forms, by the lower eight bits of the character that they begin with. */
    private record Patterns(Form[][] byFirst, boolean isEmpty) {

        static final Patterns NONE = of(List.of());

        static Patterns of(List<Form> forms) {
            List<List<Form>> byFirst = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                byFirst.add(new ArrayList<>());
            }
            forms.forEach(form -> byFirst.get(slot(form.text.charAt(0))).add(form));
            return new Patterns(
                    byFirst.stream().map(each -> each.toArray(Form[]::new)).toArray(Form[][]::new), forms.isEmpty());
        }

        private static int slot(char c) {
            return fold(c) & 0xFF;
        }

        Form[] literal(String text, int at) {
            return byFirst[slot(text.charAt(at))];
        }

        Form[] escaped(String text, int at) {
            int octet = Secrets.escaped(text, at);
            return octet < 0 ? NO_FORMS : byFirst[slot((char) octet)];
        }
    }

    /** Adds a line of AUTH, in the form that was sent. */
    public void add(String line) {
        if (line.length() >= MIN_LENGTH) {
            List<Form> forms = new ArrayList<>();
            texts(line, forms);
            put(lines, line, forms, MAX_LINES);
        }
    }

    /** Adds a password, a token or another secret that outlives a connection. */
    public void addCredential(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            List<Form> forms = new ArrayList<>();
            texts(secret, forms);
            texts(secret.toUpperCase(Locale.ROOT), forms);
            texts(secret.toLowerCase(Locale.ROOT), forms);
            add(forms, URLEncoder.encode(secret, StandardCharsets.UTF_8), false);
            base64(secret, forms);
            put(credentials, secret, forms, MAX_CREDENTIALS);
        }
    }

    /** As text, and as text of which each octet was read as a character. */
    private static void texts(String secret, List<Form> forms) {
        add(forms, secret, false);
        add(forms, new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), false);
    }

    /** The whole in base64, and what is the same in any longer base64 that contains the secret. */
    private static void base64(String secret, List<Form> forms) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + octets.length];
            System.arraycopy(octets, 0, shifted, before, octets.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length * 8 / 6;
            if (to - from >= MIN_LENGTH) {
                String part = encoded.substring(from, to);
                add(forms, part, true);
                add(forms, part.replace('+', '-').replace('/', '_'), true);
            }
        }
    }

    private static void add(List<Form> forms, String text, boolean encoded) {
        if (forms.stream().noneMatch(form -> form.encoded == encoded && form.text.equalsIgnoreCase(text))) {
            forms.add(new Form(text, encoded));
        }
    }

    private synchronized void put(Map<String, List<Form>> kind, String secret, List<Form> forms, int most) {
        boolean known = kind.remove(secret) != null;
        kind.put(secret, forms);
        if (kind.size() > most) {
            kind.remove(kind.keySet().iterator().next());
        }
        if (!known) {
            List<Form> all = new ArrayList<>();
            credentials.values().forEach(all::addAll);
            lines.values().forEach(all::addAll);
            patterns = Patterns.of(all);
        }
    }

    /** A version that changes with the set of secrets. */
    public Object version() {
        return patterns;
    }

    /** The text with stars in place of each secret, even if the end of the text truncates it. */
    public String redact(String text) {
        Patterns known = patterns;
        if (known.isEmpty) {
            return text;
        }
        StringBuilder out = null;
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, known.literal(text, at), known.escaped(text, at), false);
            int wide = end(text, at, known.literal(text, at), known.escaped(text, at), true);
            if (end < 0 && wide < 0) {
                at++;
                continue;
            }
            int from = wide < 0 ? at : base64Begin(text, copied, at);
            out = out == null ? new StringBuilder(text.length()) : out;
            out.append(text, copied, from).append(STARS);
            copied = Math.max(end, wide < 0 ? wide : base64End(text, wide));
            at = copied;
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** Where the longest form ends that begins here; -1 if none does. */
    private static int end(String text, int at, Form[] literal, Form[] escaped, boolean encoded) {
        int end = -1;
        for (Form form : literal) {
            end = form.encoded == encoded ? Math.max(end, form.end(text, at)) : end;
        }
        for (Form form : escaped) {
            end = form.encoded == encoded ? Math.max(end, form.end(text, at)) : end;
        }
        return end;
    }

    private static int base64Begin(String text, int from, int to) {
        int begin = to;
        while (begin > from && isBase64(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static int base64End(String text, int from) {
        int end = from;
        while (end < text.length() && isBase64(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && text.charAt(end) == '=') {
            end++;
        }
        return end;
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '-'
                || c == '_';
    }

    /** The octet that is escaped here; -1 if none is. */
    private static int escaped(String text, int at) {
        if (!isIntroducer(text.charAt(at)) || at + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean isIntroducer(char c) {
        return c == '%' || c == '+' || c == '=';
    }

    private static boolean isAlike(char one, char other) {
        return one == other || fold(one) == fold(other);
    }

    private static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** The number of secrets, and none of them. */
    @Override
    public synchronized String toString() {
        return credentials.size() + lines.size() + " secrets";
    }
}
