/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.protocol;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.smtpx.text.Printable;

/**
 * Finds mailboxes in text: the grammar of RFC 5322 section 3.4 without its obsolete forms, groups and routes; the
 * mailboxes themselves as RFC 5321 section 4.1.2 has them. Linear in time, without recursion.
 */
final class MailboxParser {

    static final int MAILBOX_TEXT_MAX = 1000;
    static final int LIST_TEXT_MAX = 1_000_000;

    private static final char END = '\n'; // cannot be in the text: control characters are refused first

    private final String text;
    private int at;
    private int itemStart; // in a list: where the mailbox in question begins
    private boolean bracketed;
    private boolean quoted; // the local part read last

    MailboxParser(String text, int max) {
        this.text = text;
        if (text.length() > max) {
            throw invalid("over " + max + " characters");
        }
        String fault = AddressCharacters.fault(text);
        if (fault != null) {
            throw invalid(fault);
        }
    }

    Address exact() {
        Address address = peek() == '<' ? inBrackets(false) : withDomain(localPart(), false);
        if (peek() != END) {
            throw invalid("more than a mailbox");
        }
        return address;
    }

    Address single() {
        Address address = mailbox();
        if (peek() == ',' || peek() == ';') {
            throw invalid("more than one mailbox");
        }
        if (peek() != END) {
            throw invalid("text behind the mailbox");
        }
        return address;
    }

    List<Address> list() {
        List<Address> found = new ArrayList<>();
        Address bare = null;
        while (true) {
            itemStart = at;
            skipBlanksAndComments();
            if (peek() != ',' && peek() != ';' && peek() != END) {
                Address address = mailbox();
                if (address.isNull()) {
                    throw invalid("null address in a list");
                }
                bare = address.domain().isEmpty() && !bracketed ? address : bare;
                found.add(address);
            }
            if (peek() == END) {
                break;
            }
            if (peek() != ',' && peek() != ';') {
                throw invalid("text behind the mailbox");
            }
            at++;
        }
        if (found.isEmpty()) {
            throw invalid("no mailbox");
        }
        if (bare != null && found.size() > 1) {
            throw invalid(bare + " has no domain; in a list it must stand in angle brackets");
        }
        return List.copyOf(found);
    }

    /** A mailbox and the blanks and comments around it, with or without a display name. */
    private Address mailbox() {
        skipBlanksAndComments();
        int start = at;
        if (peek() == '<') {
            return inBracketsAndBehind();
        }
        if (peek() == END) {
            throw invalid("no mailbox");
        }
        bracketed = false;
        // one word may turn out to be the local part; only then must it be one
        skipWord();
        int end = at;
        skipBlanksAndComments();
        switch (peek()) {
            case '@', ',', ';', END -> {
                at = start;
                String localPart = localPart();
                if (at != end) {
                    throw invalid("blank in the local part");
                }
                skipBlanksAndComments();
                Address address = withDomain(localPart, true);
                skipBlanksAndComments();
                return address;
            }
            default -> {
                while (peek() != '<') {
                    skipWord();
                    skipBlanksAndComments();
                }
                return inBracketsAndBehind();
            }
        }
    }

    private Address inBracketsAndBehind() {
        int start = at;
        Address address = inBrackets(true);
        if (address.isNull() && start > 0 && !text.substring(0, start).isBlank()) {
            throw invalid("null address with something before it");
        }
        bracketed = true;
        skipBlanksAndComments();
        return address;
    }

    private Address inBrackets(boolean blanks) {
        at++;
        if (peek() == '>') {
            at++;
            return Address.NULL;
        }
        if (blanks) {
            skipBlanksAndComments();
        }
        if (peek() == '@') {
            throw invalid("source route");
        }
        String localPart = localPart();
        if (blanks) {
            skipBlanksAndComments();
        }
        Address address = withDomain(localPart, blanks);
        if (blanks) {
            skipBlanksAndComments();
        }
        if (peek() != '>') {
            throw invalid("no closing angle bracket where it should be");
        }
        at++;
        return address;
    }

    private Address withDomain(String localPart, boolean blanks) {
        String domain = "";
        if (peek() == '@') {
            at++;
            if (blanks) {
                skipBlanksAndComments();
            }
            domain = domain();
        } else if (quoted) {
            throw invalid("quoted local part without a domain");
        }
        return Address.ofParts(localPart, domain, shown());
    }

    private String localPart() {
        quoted = peek() == '"';
        String found = quoted ? LocalPartSyntax.canonical(quotedString()) : dotAtom();
        String invisible = AddressCharacters.invisible(found, false);
        if (invisible != null) {
            throw invalid(invisible);
        }
        return found;
    }

    private String dotAtom() {
        int start = at;
        while (LocalPartSyntax.isAtomCharacter(peek()) || peek() == '.') {
            at++;
        }
        String atoms = text.substring(start, at);
        String fault = LocalPartSyntax.faultOfDotAtom(atoms);
        if (fault != null) {
            throw invalid(fault);
        }
        return atoms;
    }

    /** The content of a quoted string without quotes and backslashes. */
    private String quotedString() {
        StringBuilder content = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            char c = peek();
            if (c == END) {
                throw invalid("quote is not closed");
            }
            if (c == '\t') {
                throw invalid("tab in the local part");
            }
            content.append(c);
            at++;
        }
        at++;
        return content.toString();
    }

    private String domain() {
        int start = at;
        if (peek() == '[') {
            int close = text.indexOf(']', at);
            String literal = close < 0 ? null : DomainSyntax.literal(text.substring(start + 1, close));
            if (literal == null) {
                throw invalid("address literal is neither [1.2.3.4] nor [IPv6:...]");
            }
            at = close + 1;
            return "[" + literal + "]";
        }
        while (LocalPartSyntax.isAtomCharacter(peek()) || peek() == '.') {
            at++;
        }
        String domain = text.substring(start, at);
        String fault = domain.isEmpty() ? "no domain behind the at sign" : DomainSyntax.faultOfDomain(domain, true);
        if (fault != null) {
            throw invalid(fault);
        }
        return domain;
    }

    /** A word of a display name: atoms with dots, or a quoted string. */
    private void skipWord() {
        if (peek() == '"') {
            for (at++; peek() != '"'; at++) {
                if (peek() == '\\') {
                    at++;
                }
                if (peek() == END) {
                    throw invalid("quote is not closed");
                }
            }
            at++;
            return;
        }
        int start = at;
        while (LocalPartSyntax.isAtomCharacter(peek()) || peek() == '.' || AddressCharacters.isOtherBlank(peek())) {
            at++;
        }
        if (at == start) {
            throw invalid(peek() == ':' ? "group, or a colon outside quotes" : at == text.length()
                    ? "no mailbox behind the display name" : "unexpected " + Printable.quote(String.valueOf(peek())));
        }
    }

    private void skipBlanksAndComments() {
        int depth = 0;
        while (true) {
            char c = peek();
            if (c == END && depth > 0) {
                throw invalid("comment is not closed");
            }
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && c != ' ' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private InvalidAddressException invalid(String reason) {
        return new InvalidAddressException(shown(), reason);
    }

    /** The mailbox in question for an error: of a long list no more than an error shows. */
    private String shown() {
        return text.substring(itemStart, Math.min(text.length(), itemStart + MAILBOX_TEXT_MAX));
    }
}
