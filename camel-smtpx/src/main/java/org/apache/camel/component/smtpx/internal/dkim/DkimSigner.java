/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.camel.component.smtpx.mail.MessageSource;

/**
 * Signs messages for a domain (RFC 6376). It signs the fields that users see or programs use. The most important ones
 * are oversigned, so that none can be added.
 */
public final class DkimSigner {

    private static final List<String> SIGNED = List.of(
            "from", "sender", "reply-to", "subject", "date", "message-id", "to", "cc", "mime-version", "content-type",
            "content-transfer-encoding", "content-disposition", "in-reply-to", "references", "list-id", "list-unsubscribe",
            "list-unsubscribe-post", "auto-submitted");
    /** Fields that a reader or a program relies on: none can be added (RFC 6376, section 8.15). */
    private static final Set<String> OVERSIGNED = Set.of(
            "from", "sender", "reply-to", "subject", "to", "cc", "mime-version", "content-type", "content-transfer-encoding",
            "list-unsubscribe", "list-unsubscribe-post");
    /** Fields that a relay adds if missing (RFC 6409, section 8): oversigned only if present. */
    private static final Set<String> OVERSIGNED_IF_PRESENT = Set.of("date", "message-id");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");
    /** Not white space in RFC 6376, section 2.8, but in C, Perl and Python. */
    private static final Pattern ODD_SPACE = Pattern.compile("[\f\\x0B]");
    private static final int MAX_LINE = 72;

    private final String domain;
    private final List<SelectedKey> keys;
    private final Clock clock;

    /**
     * A key and its name.
     *
     * @param selector names the key in the domain's DNS (s=)
     * @param key      signs
     */
    public record SelectedKey(String selector, DkimKey key) {

        /** @throws IllegalArgumentException if the selector is no domain name */
        public SelectedKey {
            selector = checked("dkimSelector", selector);
        }
    }

    /**
     * @param  domain                   the domain that answers for the messages (d=)
     * @param  keys                     each makes a signature, as of RSA and of Ed25519 (RFC 8463, section 3)
     * @throws IllegalArgumentException if the domain is no domain name
     */
    public DkimSigner(String domain, List<SelectedKey> keys) {
        this(domain, keys, Clock.systemUTC());
    }

    DkimSigner(String domain, List<SelectedKey> keys, Clock clock) {
        this.domain = checked("dkimDomain", domain);
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    private static String checked(String what, String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException(what + " is not a domain name");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * The signatures of a message.
     *
     * @param fields   the header fields with their line ends, one for each key, to be put before the message
     * @param warnings why the signatures may not survive on the way; one sentence each
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, for one reader
    public record Signature(byte[] fields, List<String> warnings) {
    }

    /**
     * The signatures of a message. The message is read once, to its end; this may block.
     *
     * @param  message                  a repeatable source
     * @throws IllegalArgumentException if it has no From field, or no header at its beginning
     * @throws IOException              if it cannot be read
     */
    public Signature sign(MessageSource message) throws IOException {
        SignedMessage read;
        try (InputStream in = message.open()) {
            read = SignedMessage.read(in);
        }
        HeaderFields fields = read.fields();
        if (!fields.beginsWithField()) {
            // The signature before it would become the whole header, or the line a part of the signature
            throw new IllegalArgumentException(
                    "a message that does not begin with a header field cannot be signed: its first line is empty, begins with"
                                               + " white space, or has no field name (RFC 5322, section 2.2)");
        }
        if (fields.count("from") == 0) {
            throw new IllegalArgumentException("a message without a From field cannot be signed (RFC 6376, section 5.4)");
        }
        List<String> names = names(fields);
        StringBuilder made = new StringBuilder();
        for (SelectedKey one : keys) {
            made.append(field(one, read, names));
        }
        return new Signature(made.toString().getBytes(StandardCharsets.US_ASCII), warnings(read, names));
    }

    private static List<String> warnings(SignedMessage read, List<String> names) {
        List<String> warnings = new ArrayList<>(0);
        if (read.longLine()) {
            warnings.add("DKIM: the message has a line of more than 998 octets; a relay that folds it breaks the signature");
        }
        if (!read.fields().allFields()) {
            warnings.add("DKIM: the header has a line that belongs to no field; some verifiers refuse to read it");
        }
        if (read.fields().isSpacedBeforeColon()) {
            warnings.add("DKIM: a field has white space before its colon; some verifiers refuse to read it");
        }
        if (ODD_SPACE.matcher(read.fields().signed(names)).find()) {
            warnings.add("DKIM: a signed field has a form feed or vertical tab; some verifiers take it for white space");
        }
        return warnings;
    }

    private String field(SelectedKey with, SignedMessage read, List<String> names) {
        String unsigned = "DKIM-Signature: v=1; a=" + with.key().algorithm() + "; c=relaxed/relaxed; d=" + domain + ";\r\n s="
                          + with.selector() + "; t=" + clock.instant().getEpochSecond() + ";\r\n h=" + folded(names)
                          + ";\r\n bh=" + read.bodyHash() + ";\r\n b=";
        return unsigned + folded(signature(read.fields(), names, unsigned, with.key())) + "\r\n";
    }

    /** The signature in base64 over the named fields and the signature's own field, whose b= is empty. */
    static String signature(HeaderFields fields, List<String> names, String unsigned, DkimKey key) {
        String signed = fields.signed(names) + HeaderFields.relaxed(unsigned);
        return Base64.getEncoder().encodeToString(key.sign(signed.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<String> names(HeaderFields fields) {
        List<String> names = new ArrayList<>();
        for (String name : SIGNED) {
            int present = fields.count(name);
            boolean sealed = OVERSIGNED.contains(name) || present > 0 && OVERSIGNED_IF_PRESENT.contains(name);
            int times = present + (sealed ? 1 : 0);
            for (int i = 0; i < times; i++) {
                names.add(name);
            }
        }
        return names;
    }

    private static String folded(List<String> names) {
        StringBuilder folded = new StringBuilder();
        int used = 3;
        for (String name : names) {
            String text = folded.isEmpty() ? name : ":" + name;
            if (used + text.length() > MAX_LINE) {
                folded.append("\r\n  ");
                used = 2;
            }
            folded.append(text);
            used += text.length();
        }
        return folded.toString();
    }

    private static String folded(String base64) {
        return base64.replaceAll("(.{" + MAX_LINE + "})(?=.)", "$1\r\n  ");
    }
}
