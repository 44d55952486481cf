/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import jakarta.mail.internet.MimeUtility;
import org.apache.camel.component.smtpx.internal.address.AddressCharacters;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.MailboxGroup;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header field that holds mailboxes and groups. Names that are encoded (RFC 2047) are decoded when it is
 * read and encoded anew when it is written; domains are A-labels.
 *
 * @param groups mailboxes outside of groups are in one without a name
 */
record AddressList(List<MailboxGroup> groups) {

    private static final String ATOM_SPECIALS = "()<>[]:;@\\,.\"";

    /**
     * Reads the values of a field.
     *
     * @throws IllegalArgumentException if there is something else than mailboxes with a domain; names the field
     */
    static AddressList parse(String field, List<String> texts) {
        List<MailboxGroup> groups = new ArrayList<>();
        try {
            for (String text : texts) {
                for (MailboxGroup group : MailboxGroup.parseList(text)) {
                    groups.add(new MailboxGroup(
                            decoded(group.name()), group.mailboxes().stream().map(AddressList::written).toList()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
        return new AddressList(groups);
    }

    /**
     * Reads the values of a header, which may come from received mail: a mailbox without a domain is kept as it is, and
     * a part that is no mailbox is left out.
     *
     * @param  asName                   whether a part such as {@code a@b.example <c@d.example>} is a name and a mailbox
     * @param  bad                      receives each part that was left out, with the reason
     * @throws IllegalArgumentException if there is a control character; names the field
     */
    static AddressList ofHeader(String field, List<String> texts, boolean asName, BiConsumer<String, String> bad) {
        if (texts.stream().anyMatch(text -> AddressCharacters.fault(text) != null)) {
            return parse(field, texts);
        }
        List<MailboxGroup> groups = new ArrayList<>();
        for (String text : texts) {
            List<MailboxGroup> read = MailboxGroup.parseList(text, (part, fault) -> {
                Mailbox named = asName ? named(part) : null;
                if (named != null) {
                    groups.add(new MailboxGroup(null, List.of(named)));
                } else {
                    bad.accept(part, field + ": " + fault.getMessage());
                }
            });
            for (MailboxGroup group : read) {
                List<Mailbox> kept = new ArrayList<>();
                for (Mailbox mailbox : group.mailboxes()) {
                    try {
                        kept.add(new Mailbox(decoded(mailbox.name()), mailbox.address().toAscii()));
                    } catch (IllegalArgumentException e) {
                        bad.accept(mailbox.address().toString(), field + ": " + e.getMessage());
                    }
                }
                if (group.name() != null || !kept.isEmpty()) {
                    groups.add(new MailboxGroup(decoded(group.name()), kept));
                }
            }
        }
        return new AddressList(groups);
    }

    /** The mailbox in angle brackets at the end of a part, with all before it as its name, or null. */
    private static @Nullable Mailbox named(String part) {
        int open = part.lastIndexOf('<');
        if (open <= 0 || !part.endsWith(">")) {
            return null;
        }
        try {
            Address address = Address.exact(part.substring(open + 1, part.length() - 1).strip()).toAscii();
            return address.domain().isEmpty()
                    ? null : new Mailbox(part.substring(0, open).replace("\"", "").replace('\t', ' '), address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As it is written: RFC 5322 section 3.4.1 has no mailbox without a domain. */
    private static Mailbox written(Mailbox read) {
        if (read.address().domain().isEmpty()) {
            throw new IllegalArgumentException("the address " + read.address() + " has no domain");
        }
        return new Mailbox(decoded(read.name()), read.address().toAscii());
    }

    private static @Nullable String decoded(@Nullable String name) {
        if (name == null || !name.contains("=?")) {
            return name;
        }
        try {
            return MimeUtility.decodeText(name);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalArgumentException("the name " + HeaderField.printable(name) + " has an unknown charset", e);
        }
    }

    /** All mailboxes, with those of groups. */
    List<Mailbox> mailboxes() {
        List<Mailbox> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.mailboxes()));
        return all;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The value as it is written in the field, encoded and folded. */
    String header(String field) {
        StringBuilder list = new StringBuilder();
        int used = field.length() + 2;
        for (MailboxGroup group : groups) {
            list.append(list.length() == 0 ? "" : ", ");
            if (group.name() != null) {
                list.append(phrase(group.name(), used)).append(": ");
                used = 1;
            }
            boolean first = true;
            for (Mailbox mailbox : group.mailboxes()) {
                list.append(first ? "" : ", ").append(header(mailbox, used));
                first = false;
                used = 1;
            }
            if (group.name() != null) {
                // A group without mailboxes has nothing between its colon and its semicolon.
                list.setLength(first ? list.length() - 1 : list.length());
                list.append(';');
            }
        }
        return HeaderField.folded(field, list.toString());
    }

    private static String header(Mailbox mailbox, int used) {
        Address address = mailbox.address();
        return mailbox.name() == null ? address.toString() : phrase(mailbox.name(), used) + " <" + address + ">";
    }

    /** A name as atoms, in quotes, or in encoded-words; what looks like an encoded-word is quoted. */
    private static String phrase(String name, int used) {
        boolean ascii = EncodedWords.isPlain(name);
        boolean atoms = ascii && !name.isEmpty() && !name.contains("=?")
                && name.chars().noneMatch(c -> ATOM_SPECIALS.indexOf(c) >= 0);
        return atoms || !ascii
                ? EncodedWords.encode(name, used)
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
