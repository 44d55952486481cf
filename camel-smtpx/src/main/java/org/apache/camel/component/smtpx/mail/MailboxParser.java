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
import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.LocalPartSyntax;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The one parser of mailboxes, lists and groups (RFC 5322 section 3.4), in one pass over the text. Beyond the grammar
 * it accepts what is common and has one meaning: dots, brackets and other non-ASCII blanks in a display name, an
 * address as its own display name, a comment behind an address as its name, semicolons between mailboxes, empty places
 * of a list, and {@code undisclosed-recipients:} without its semicolon. Source routes are refused.
 */
final class MailboxParser {

    static final int MAX_MAILBOX_TEXT = 1000;
    static final int MAX_LIST_TEXT = 1_000_000;
    private static final int MAX_SHOWN = 101;

    private final String text;
    private int at;
    private int itemStart; // in a list: where the mailbox in question begins
    private boolean bracketed;
    private boolean quoted; // the local part read last
    private final @Nullable BiConsumer<String, InvalidAddressException> bad;
    private @Nullable String name; // of the mailbox or group read last

    MailboxParser(String text, int max) {
        this(text, max, null);
    }

    /**
     * A parser of a list.
     *
     * @param bad receives each part that is no mailbox, with the reason; {@code null} makes it an error
     */
    MailboxParser(String text, int max, @Nullable BiConsumer<String, InvalidAddressException> bad) {
        this.text = text;
        this.bad = bad;
        if (text.length() > max) {
            throw invalid("over " + max + " characters");
        }
        String fault = text.indexOf(AddressCharacters.END) >= 0 ? "U+FFFF" : bad == null ? AddressCharacters.fault(text) : null;
        if (fault != null) {
            throw invalid(fault);
        }
    }

    Address exact() {
        Address address = exactMailbox();
        if (peek() != AddressCharacters.END) {
            throw invalid("more than a mailbox");
        }
        return address;
    }

    /** Bare mailboxes, with a comma between two of them and blanks beside that. */
    List<Address> exactList() {
        List<Address> found = new ArrayList<>();
        while (true) {
            itemStart = at;
            try {
                Address address = exactMailbox();
                boolean last = peek() == AddressCharacters.END;
                skipBlanks();
                if (!last && peek() != ',') {
                    throw invalid("more than a mailbox");
                }
                checkPart();
                found.add(address);
            } catch (InvalidAddressException e) {
                skipItem(e, false);
            }
            if (peek() == AddressCharacters.END) {
                return found;
            }
            at++;
            skipBlanks();
        }
    }

    private Address exactMailbox() {
        return peek() == '<' ? inBrackets(false) : withDomain(localPart(), false);
    }

    private void skipBlanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** One mailbox, or {@code <>}. */
    Address single() {
        Address address = mailbox();
        if (address == null) {
            throw invalid("group, or a colon outside quotes");
        }
        if (peek() == ',' || peek() == ';') {
            throw invalid("more than one mailbox");
        }
        if (peek() != AddressCharacters.END) {
            throw invalid("text behind the mailbox");
        }
        return address;
    }

    Mailbox singleMailbox() {
        Address address = single();
        return new Mailbox(name, address);
    }

    /** The mailboxes of a list and its groups. */
    List<MailboxGroup> groups() {
        List<MailboxGroup> groups = new ArrayList<>();
        List<Mailbox> open = new ArrayList<>();
        List<Mailbox> bare = new ArrayList<>();
        String group = null; // its name, between its colon and its semicolon
        int groupStart = 0;
        int items = 0;
        while (true) {
            itemStart = at;
            try {
                Mailbox mailbox = item(group != null);
                if (mailbox != null) {
                    items++;
                    open.add(mailbox);
                    if (mailbox.address().domain().isEmpty() && !bracketed) {
                        bare.add(mailbox);
                    }
                } else if (peek() == ':') {
                    close(groups, null, open);
                    group = name;
                    groupStart = itemStart;
                    at++;
                    continue;
                }
            } catch (InvalidAddressException e) {
                items++;
                skipItem(e, true);
            }
            char c = peek();
            if (group != null && (c == ';' || c == AddressCharacters.END)) {
                if (c == AddressCharacters.END && !open.isEmpty()) {
                    itemStart = groupStart;
                    skipItem(invalid("group without a semicolon at its end, or a colon outside quotes"), true);
                    open.clear();
                    at = text.length();
                }
                groups.add(new MailboxGroup(group, open));
                open.clear();
                group = null;
            }
            if (c == AddressCharacters.END) {
                break;
            }
            at++;
        }
        close(groups, null, open);
        return items > 1 && !bare.isEmpty() ? without(bare, groups) : List.copyOf(groups);
    }

    /** The next mailbox of a list; {@code null} at an empty place and at the colon behind a group's name. */
    private @Nullable Mailbox item(boolean inGroup) {
        skipLineEnds();
        itemStart = at;
        skipBlanksAndComments();
        if (isSeparator(peek())) {
            checkPart();
            return null;
        }
        Address address = mailbox();
        checkPart();
        if (address == null) {
            if (inGroup) {
                throw invalid("group in a group, or a colon outside quotes");
            }
            return null;
        }
        if (!isSeparator(peek())) {
            throw invalid("text behind the mailbox");
        }
        if (address.isNull()) {
            throw invalid("null address in a list");
        }
        return new Mailbox(name, address);
    }

    /** In a list of several, a word without a domain is more likely a part of a name without quotes. */
    private List<MailboxGroup> without(List<Mailbox> bare, List<MailboxGroup> groups) {
        String reason = "no domain; in a list it must be in angle brackets";
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

    /** Line ends before a part are white space where faults have a receiver; the others are refused before. */
    private void skipLineEnds() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && text.charAt(at) < 0x80) {
            at++;
        }
    }

    /** A text with a receiver of faults is checked part by part. */
    private void checkPart() {
        String fault = bad == null ? null : AddressCharacters.fault(text.substring(itemStart, at));
        if (fault != null) {
            throw invalid(fault);
        }
    }

    private static void close(List<MailboxGroup> groups, @Nullable String name, List<Mailbox> open) {
        if (!open.isEmpty()) {
            groups.add(new MailboxGroup(name, open));
            open.clear();
        }
    }

    /** Goes on at the next separator outside quotes and comments, or fails if there is no receiver of faults. */
    private void skipItem(InvalidAddressException fault, boolean semicolons) {
        if (bad == null) {
            throw fault;
        }
        boolean quote = false;
        int comments = 0;
        for (at = itemStart; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && (quote || comments > 0)) {
                at++;
            } else if (c == '"' && comments == 0) {
                quote = !quote;
            } else if (!quote && c == '(') {
                comments++;
            } else if (!quote && c == ')' && comments > 0) {
                comments--;
            } else if (!quote && comments == 0 && (c == ',' || semicolons && c == ';')) {
                break;
            }
        }
        at = Math.min(at, text.length());
        String part = text.substring(itemStart, at).strip();
        String control = AddressCharacters.fault(part);
        bad.accept(part, control == null ? fault : new InvalidAddressException.OfPart(part, control));
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ';' || c == AddressCharacters.END;
    }

    /**
     * A mailbox and the blanks and comments around it, with or without a display name; {@code null} at the colon of a
     * group.
     */
    private @Nullable Address mailbox() {
        name = null;
        bracketed = false;
        skipBlanksAndComments();
        int start = at;
        if (peek() == '<') {
            return inBracketsAndBehind(null);
        }
        if (peek() == AddressCharacters.END) {
            throw invalid("no mailbox");
        }
        // One word may turn out to be the local part; only then must it be one.
        StringBuilder phrase = new StringBuilder();
        word(phrase, false);
        int end = at;
        skipBlanksAndComments();
        Address own = null;
        if (peek() == '@' || isSeparator(peek())) {
            at = start;
            own = bareMailbox(end);
            int behind = at;
            skipBlanksAndComments();
            if (isSeparator(peek())) {
                name = commentAsName(text.substring(behind, at).strip());
                return own;
            }
            phrase.setLength(0);
            phrase.append(text.substring(start, behind).replace('\t', ' '));
        }
        boolean blank = at > end;
        while (peek() != '<' && peek() != ':') {
            phrase.append(blank ? " " : "");
            int wordStart = at;
            word(phrase, true);
            own = null;
            end = at;
            skipBlanksAndComments();
            blank = at > end;
            assert at > wordStart;
        }
        if (peek() == ':') {
            if (own != null) {
                throw invalid("a colon behind the mailbox");
            }
            name = phrase.toString();
            return null;
        }
        Address address = inBracketsAndBehind(own);
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
        String localPart = localPart();
        if (at != endOfWord) {
            throw invalid("blank in the local part");
        }
        skipBlanksAndComments();
        return withDomain(localPart, true);
    }

    /**
     * The mailbox in angle brackets.
     *
     * @param own the address that is the whole display name: any other than the one in brackets looks like a mailbox
     *            without its comma
     */
    private Address inBracketsAndBehind(@Nullable Address own) {
        int start = at;
        Address address = inBrackets(true);
        if (address.isNull() && start > 0 && !text.substring(itemStart, start).isBlank()) {
            throw invalid("null address with something before it");
        }
        if (own != null && !own.toString().equalsIgnoreCase(address.toString())) {
            throw invalid("another address before the one in angle brackets");
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
        String found = quoted ? LocalPartSyntax.canonical(quotedString(false)) : dotAtom();
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

    /** The content of a quoted string without quotes and backslashes; a tab in a display name is a blank. */
    private String quotedString(boolean tabs) {
        StringBuilder content = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            char c = peek();
            if (c == AddressCharacters.END) {
                throw invalid("quote is not closed");
            }
            if (c == '\t' && !tabs) {
                throw invalid("tab in the local part");
            }
            content.append(c == '\t' ? ' ' : c);
            at++;
        }
        at++;
        return content.toString();
    }

    private String domain() {
        int start = at;
        if (peek() == '[') {
            at++;
            while (DomainSyntax.isLetterOrDigit(peek()) || peek() == '.' || peek() == ':') {
                at++;
            }
            String literal = peek() == ']' ? DomainSyntax.literal(text.substring(start + 1, at)) : null;
            if (literal == null) {
                throw invalid("address literal is neither [1.2.3.4] nor [IPv6:...]");
            }
            at++;
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

    /**
     * A word of a display name: atoms with dots and brackets, or a quoted string.
     *
     * @param atSigns whether the word may hold at signs: not the first one, which may be a local part
     */
    private void word(StringBuilder phrase, boolean atSigns) {
        if (peek() == '"') {
            phrase.append(quotedString(true));
            return;
        }
        int start = at;
        while (LocalPartSyntax.isAtomCharacter(peek()) || peek() == '.' || peek() == '[' || peek() == ']'
                || AddressCharacters.isOtherBlank(peek()) || atSigns && peek() == '@') {
            at++;
        }
        if (at == start) {
            throw invalid(at == text.length()
                    ? "no mailbox behind the display name"
                    : isSeparator(peek())
                            ? "no mailbox behind the display name, or a name that needs quotes"
                    : "unexpected " + Printable.quote(String.valueOf(peek())));
        }
        phrase.append(text, start, at);
    }

    private void skipBlanksAndComments() {
        int depth = 0;
        while (true) {
            char c = peek();
            if (c == AddressCharacters.END && depth > 0) {
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
        return at < text.length() ? text.charAt(at) : AddressCharacters.END;
    }

    private InvalidAddressException invalid(String reason) {
        return bad != null ? new InvalidAddressException.OfPart(shown(), reason) : new InvalidAddressException(shown(), reason);
    }

    /** The mailbox in question for an error, and no more of a long list than an error shows. */
    private String shown() {
        return text.substring(itemStart, Math.min(text.length(), itemStart + MAX_SHOWN));
    }
}
