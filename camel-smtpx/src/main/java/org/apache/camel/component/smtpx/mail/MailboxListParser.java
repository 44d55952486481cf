/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.apache.camel.component.smtpx.internal.address.AddressCharacters;
import org.jspecify.annotations.Nullable;

/**
 * The parser of lists of mailboxes and their groups (RFC 5322, section 3.4). Beyond the grammar it accepts semicolons
 * between mailboxes, empty places of a list, and {@code undisclosed-recipients:} without its semicolon.
 */
final class MailboxListParser {

    private static final int MAX_LENGTH = 1_000_000;

    private final AddressScanner scanner;
    private final MailboxParser mailboxes;
    private final @Nullable BiConsumer<String, InvalidAddressException> bad;

    /** @param bad receives each part that is no mailbox, with the reason; {@code null} makes it an error */
    MailboxListParser(String text, @Nullable BiConsumer<String, InvalidAddressException> bad) {
        this.scanner = new AddressScanner(text, MAX_LENGTH, bad != null);
        this.mailboxes = new MailboxParser(scanner);
        this.bad = bad;
    }

    /** Bare mailboxes, with a comma between two of them and blanks beside that. */
    List<Address> exact() {
        List<Address> found = new ArrayList<>();
        while (true) {
            scanner.beginItem();
            try {
                Address address = mailboxes.exactMailbox();
                boolean last = scanner.isAtEnd();
                scanner.skipBlanks();
                if (!last && scanner.peek() != ',') {
                    throw scanner.invalid("more than a mailbox");
                }
                scanner.checkItem();
                found.add(address);
            } catch (InvalidAddressException e) {
                skipItem(e, false);
            }
            if (scanner.isAtEnd()) {
                return found;
            }
            scanner.advance();
            scanner.skipBlanks();
        }
    }

    /** The mailboxes of the list and its groups. */
    List<MailboxGroup> groups() {
        List<MailboxGroup> groups = new ArrayList<>();
        List<Mailbox> open = new ArrayList<>();
        List<Mailbox> bare = new ArrayList<>();
        String group = null; // its name, between its colon and its semicolon
        int groupStart = 0;
        boolean onlyBare = true;
        while (true) {
            scanner.beginItem();
            try {
                Mailbox mailbox = item(group != null);
                if (mailbox != null) {
                    open.add(mailbox);
                    onlyBare &= !mailboxes.isBracketed();
                    if (mailbox.address().domain().isEmpty() && !mailboxes.isBracketed()) {
                        bare.add(mailbox);
                    }
                } else if (scanner.peek() == ':') {
                    close(groups, null, open);
                    group = mailboxes.name();
                    groupStart = scanner.itemStart();
                    scanner.advance();
                    continue;
                }
            } catch (InvalidAddressException e) {
                onlyBare = false;
                skipItem(e, true);
            }
            char c = scanner.peek();
            if (group != null && (c == ';' || c == AddressCharacters.END)) {
                if (c == AddressCharacters.END && !open.isEmpty()) {
                    scanner.setItemStart(groupStart);
                    skipItem(scanner.invalid("group without a semicolon at its end, or a colon outside quotes"), true);
                    open.clear();
                    scanner.skipToEnd();
                }
                groups.add(new MailboxGroup(group, open));
                open.clear();
                group = null;
            }
            if (c == AddressCharacters.END) {
                break;
            }
            scanner.advance();
        }
        close(groups, null, open);
        return onlyBare || bare.isEmpty() ? List.copyOf(groups) : without(bare, groups);
    }

    /** The next mailbox of a list; {@code null} at an empty place and at the colon after a group's name. */
    private @Nullable Mailbox item(boolean inGroup) {
        scanner.skipLineEnds();
        scanner.beginItem();
        scanner.skipBlanksAndComments();
        if (scanner.isAtSeparator()) {
            scanner.checkItem();
            return null;
        }
        Address address = mailboxes.mailbox();
        scanner.checkItem();
        if (address == null) {
            if (inGroup) {
                throw scanner.invalid("group in a group, or a colon outside quotes");
            }
            return null;
        }
        if (!scanner.isAtSeparator()) {
            throw scanner.invalid("text behind the mailbox");
        }
        if (address.isNull()) {
            throw scanner.invalid("null address in a list");
        }
        return new Mailbox(mailboxes.name(), address);
    }

    /** Beside a mailbox in angle brackets, a word without a domain is more likely a part of a name without quotes. */
    private List<MailboxGroup> without(List<Mailbox> bare, List<MailboxGroup> groups) {
        String reason = "no domain; in a list with names it must be in angle brackets";
        if (bad == null) {
            throw new InvalidAddressException(bare.get(0).address().toString(), reason);
        }
        for (Mailbox mailbox : bare) {
            String word = mailbox.address().toString();
            bad.accept(word, new InvalidAddressException.OfPart(word, reason));
        }
        Set<Mailbox> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
        dropped.addAll(bare);
        return groups.stream()
                .map(group -> new MailboxGroup(
                        group.name(),
                        group.mailboxes().stream().filter(mailbox -> !dropped.contains(mailbox)).toList()))
                .toList();
    }

    private static void close(List<MailboxGroup> groups, @Nullable String name, List<Mailbox> open) {
        if (!open.isEmpty()) {
            groups.add(new MailboxGroup(name, open));
            open.clear();
        }
    }

    /** Reports an item that is no mailbox and skips it, or fails if there is no receiver. */
    private void skipItem(InvalidAddressException fault, boolean semicolons) {
        if (bad == null) {
            throw fault;
        }
        String part = scanner.skipItem(semicolons);
        String control = AddressCharacters.fault(part);
        bad.accept(part, control == null ? fault : new InvalidAddressException.OfPart(part, control));
    }
}
