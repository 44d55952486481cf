/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.internal.address.LocalPartSyntax;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of mailboxes: a group with its name, such as {@code undisclosed-recipients:;}, or mailboxes that are
 * in no group (RFC 5322 section 3.4).
 *
 * @param name      the name of the group without quotes; {@code null} for mailboxes in no group
 * @param mailboxes the mailboxes in order; a group may have none
 */
public record MailboxGroup(@Nullable String name, List<Mailbox> mailboxes) {

    /**
     * A group, or mailboxes in none.
     *
     * @throws IllegalArgumentException if the name holds a control character or half a surrogate pair
     */
    public MailboxGroup {
        name = name == null ? null : Mailbox.checked(name).strip();
        mailboxes = List.copyOf(mailboxes);
    }

    /**
     * The parts of a list, whose mailboxes are separated by commas or semicolons.
     *
     * @return                         none for an empty text
     * @throws InvalidAddressException if there is anything else in the list
     */
    public static List<MailboxGroup> parseList(String text) {
        return parseList(text, null);
    }

    /**
     * The parts of a list, whose mailboxes are separated by commas or semicolons.
     *
     * @param  bad                     receives each part of the text that is no mailbox, with the reason; {@code null}
     *                                 makes it an error
     * @throws InvalidAddressException if there is anything else in the list, and no receiver
     */
    public static List<MailboxGroup> parseList(String text, @Nullable BiConsumer<String, InvalidAddressException> bad) {
        return new MailboxListParser(text, bad).groups();
    }

    /** As in a header; {@link #parseList} reads it back. */
    @Override
    public String toString() {
        String all = mailboxes.stream().map(Mailbox::toString).collect(Collectors.joining(", "));
        return name == null ? all : phrase(name) + ":" + (all.isEmpty() ? "" : " ") + all + ";";
    }

    /** A name as a phrase: in quotes unless it consists of atoms. */
    static String phrase(String name) {
        boolean atoms = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean between = c == ' ' && i > 0 && name.charAt(i - 1) != ' ';
            atoms &= between || LocalPartSyntax.isAtomCharacter(c);
        }
        return atoms ? name : LocalPartSyntax.quoted(name);
    }
}
