/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.jspecify.annotations.Nullable;

/**
 * The parser of mailboxes (RFC 5322, section 3.4). Beyond the grammar it accepts what is common and unambiguous: dots,
 * brackets and other non-ASCII blanks in a display name, an address as its own display name, and a comment after an
 * address as its name. Source routes are refused. {@link MailboxListParser} parses lists and groups.
 */
final class MailboxParser {

    private static final int MAX_LENGTH = 1000;

    private final AddressScanner scanner;
    private boolean bracketed;
    private @Nullable String name;

    MailboxParser(String text) {
        this(new AddressScanner(text, MAX_LENGTH, false));
    }

    MailboxParser(AddressScanner scanner) {
        this.scanner = scanner;
    }

    /** A bare mailbox or one in brackets, with nothing else in the text. */
    Address exact() {
        Address address = exactMailbox();
        if (!scanner.isAtEnd()) {
            throw scanner.invalid("more than a mailbox");
        }
        return address;
    }

    Address exactMailbox() {
        return scanner.peek() == '<' ? inBrackets(false) : withDomain(scanner.localPart(), false);
    }

    /** One mailbox, or {@code <>}. */
    Address single() {
        Address address = mailbox();
        if (address == null) {
            throw scanner.invalid("group, or a colon outside quotes");
        }
        if (scanner.isAtEnd()) {
            return address;
        }
        throw scanner.invalid(scanner.isAtSeparator() ? "more than one mailbox" : "text behind the mailbox");
    }

    Mailbox singleMailbox() {
        Address address = single();
        return new Mailbox(name, address);
    }

    /** The display name of the latest mailbox, or the name of the latest group. */
    @Nullable
    String name() {
        return name;
    }

    /** Whether the latest mailbox was in angle brackets. */
    boolean isBracketed() {
        return bracketed;
    }

    /**
     * A mailbox and the blanks and comments around it, with or without a display name; {@code null} at the colon of a
     * group.
     */
    @Nullable
    Address mailbox() {
        name = null;
        bracketed = false;
        scanner.skipBlanksAndComments();
        int start = scanner.position();
        if (scanner.peek() == '<') {
            return inBracketsAndAfter(null);
        }
        if (scanner.isAtEnd()) {
            throw scanner.invalid("no mailbox");
        }
        // One word may turn out to be the local part; only then must it be one.
        StringBuilder phrase = new StringBuilder();
        scanner.word(phrase, false);
        int end = scanner.position();
        scanner.skipBlanksAndComments();
        Address own = null;
        if (scanner.peek() == '@' || scanner.isAtSeparator()) {
            scanner.reset(start);
            own = bareMailbox(end);
            int after = scanner.position();
            scanner.skipBlanksAndComments();
            if (scanner.isAtSeparator()) {
                name = commentAsName(scanner.text(after, scanner.position()).strip());
                return own;
            }
            phrase.setLength(0);
            phrase.append(scanner.text(start, after).replace('\t', ' '));
        }
        boolean blank = scanner.position() > end;
        while (scanner.peek() != '<' && scanner.peek() != ':') {
            phrase.append(blank ? " " : "");
            int wordStart = scanner.position();
            scanner.word(phrase, true);
            own = null;
            end = scanner.position();
            scanner.skipBlanksAndComments();
            blank = scanner.position() > end;
            assert scanner.position() > wordStart;
        }
        if (scanner.peek() == ':') {
            if (own != null) {
                throw scanner.invalid("a colon behind the mailbox");
            }
            name = phrase.toString();
            return null;
        }
        Address address = inBracketsAndAfter(own);
        name = phrase.toString();
        return address;
    }

    /** The name in {@code bob@example.org (Bob)}, as older mail software writes it, or null. */
    private static @Nullable String commentAsName(String comment) {
        boolean one = comment.length() > 2 && comment.indexOf('(', 1) < 0 && comment.indexOf(')') == comment.length() - 1
                && comment.indexOf('\\') < 0;
        return one ? comment.substring(1, comment.length() - 1).replace('\t', ' ') : null;
    }

    private Address bareMailbox(int endOfWord) {
        String localPart = scanner.localPart();
        if (scanner.position() != endOfWord) {
            throw scanner.invalid("blank in the local part");
        }
        scanner.skipBlanksAndComments();
        return withDomain(localPart, true);
    }

    /**
     * The mailbox in angle brackets.
     *
     * @param own the address that is the whole display name: any other than the one in brackets looks like a mailbox
     *            without its comma
     */
    private Address inBracketsAndAfter(@Nullable Address own) {
        int start = scanner.position();
        Address address = inBrackets(true);
        if (address.isNull() && start > 0 && !scanner.text(scanner.itemStart(), start).isBlank()) {
            throw scanner.invalid("null address with something before it");
        }
        if (own != null && !own.toString().equalsIgnoreCase(address.toString())) {
            throw scanner.invalid("another address before the one in angle brackets");
        }
        bracketed = true;
        scanner.skipBlanksAndComments();
        return address;
    }

    private Address inBrackets(boolean blanks) {
        scanner.advance();
        if (scanner.peek() == '>') {
            scanner.advance();
            return Address.NULL;
        }
        skipBlanksAndComments(blanks);
        if (scanner.peek() == '@') {
            throw scanner.invalid("source route");
        }
        String localPart = scanner.localPart();
        skipBlanksAndComments(blanks);
        Address address = withDomain(localPart, blanks);
        skipBlanksAndComments(blanks);
        if (scanner.peek() != '>') {
            throw scanner.invalid("no closing angle bracket where it should be");
        }
        scanner.advance();
        return address;
    }

    private Address withDomain(String localPart, boolean blanks) {
        String domain = "";
        if (scanner.peek() == '@') {
            scanner.advance();
            skipBlanksAndComments(blanks);
            domain = scanner.domain();
        } else if (scanner.wasQuoted()) {
            throw scanner.invalid("quoted local part without a domain");
        }
        return Address.ofParts(localPart, domain, scanner.shown());
    }

    private void skipBlanksAndComments(boolean allowed) {
        if (allowed) {
            scanner.skipBlanksAndComments();
        }
    }
}
