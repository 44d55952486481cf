/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import org.apache.camel.component.smtpx.internal.address.AddressCharacters;
import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.LocalPartSyntax;
import org.apache.camel.component.smtpx.internal.text.Printable;

/**
 * Reads the tokens of mailboxes (RFC 5322, section 3.4) from a text, in one pass: local parts, domains, words, blanks
 * and comments. A position other than the end is at the next token.
 */
final class AddressScanner {

    private static final int MAX_SHOWN = 101;

    private final String text;
    private final boolean partwise;
    private int at;
    /** Where the mailbox in question begins. */
    private int itemStart;
    private boolean quoted;

    /**
     * @param max      maximum length of the text
     * @param partwise whether errors concern one part of the text, and each part is checked by {@link #checkItem};
     *                 otherwise the whole text is checked here
     */
    AddressScanner(String text, int max, boolean partwise) {
        this.text = text;
        this.partwise = partwise;
        if (text.length() > max) {
            throw invalid("over " + max + " characters");
        }
        String fault = text.indexOf(AddressCharacters.END) >= 0 ? "U+FFFF" : partwise ? null : AddressCharacters.fault(text);
        if (fault != null) {
            throw invalid(fault);
        }
    }

    /** The character at the position; {@link AddressCharacters#END} at the end. */
    char peek() {
        return at < text.length() ? text.charAt(at) : AddressCharacters.END;
    }

    boolean isAtEnd() {
        return peek() == AddressCharacters.END;
    }

    /** Whether the position is at the end of a mailbox in a list. */
    boolean isAtSeparator() {
        char c = peek();
        return c == ',' || c == ';' || c == AddressCharacters.END;
    }

    /** Skips one character. */
    void advance() {
        at++;
    }

    int position() {
        return at;
    }

    /** Returns to an earlier position. */
    void reset(int position) {
        at = position;
    }

    void skipToEnd() {
        at = text.length();
    }

    String text(int start, int end) {
        return text.substring(start, end);
    }

    // Items of a list

    /** A mailbox begins here; errors show it. */
    void beginItem() {
        itemStart = at;
    }

    int itemStart() {
        return itemStart;
    }

    /** Errors show the text from an earlier position. */
    void setItemStart(int position) {
        itemStart = position;
    }

    /** Checks the characters of a part that has been read. Without effect if the whole text was checked. */
    void checkItem() {
        String fault = partwise ? AddressCharacters.fault(text.substring(itemStart, at)) : null;
        if (fault != null) {
            throw invalid(fault);
        }
    }

    /** Skips the item up to the next separator outside quotes and comments, and returns it. */
    String skipItem(boolean semicolons) {
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
        return text.substring(itemStart, at).strip();
    }

    // Tokens

    void skipBlanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Skips ASCII white space with line ends. The check of a whole text refuses line ends before. */
    void skipLineEnds() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && text.charAt(at) < 0x80) {
            at++;
        }
    }

    void skipBlanksAndComments() {
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

    /** A local part in its canonical form. */
    String localPart() {
        quoted = peek() == '"';
        String found = quoted ? LocalPartSyntax.canonical(quotedString(false)) : dotAtom();
        String invisible = AddressCharacters.invisible(found, false);
        if (invisible != null) {
            throw invalid(invisible);
        }
        return found;
    }

    /** Whether the latest local part was a quoted string. */
    boolean wasQuoted() {
        return quoted;
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

    String domain() {
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
     * @param atSigns whether the word may hold at signs. The first word may not: it may be a local part
     */
    void word(StringBuilder phrase, boolean atSigns) {
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
                    : isAtSeparator()
                            ? "no mailbox behind the display name, or a name that needs quotes"
                    : "unexpected " + Printable.quote(String.valueOf(peek())));
        }
        phrase.append(text, start, at);
    }

    // Errors

    InvalidAddressException invalid(String reason) {
        return partwise ? new InvalidAddressException.OfPart(shown(), reason) : new InvalidAddressException(shown(), reason);
    }

    /** The mailbox in question for an error, and no more of a long list than an error shows. */
    String shown() {
        return text.substring(itemStart, Math.min(text.length(), itemStart + MAX_SHOWN));
    }
}
