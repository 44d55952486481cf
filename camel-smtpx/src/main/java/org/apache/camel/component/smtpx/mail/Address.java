/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.internal.text.LineOctets;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP mailbox (RFC 5321 section 4.1.2, RFC 6531 for non-ASCII), parsed once and written in one way: the local part
 * quoted only where it must be, address literals checked.
 * <p>
 * Domains are labels of letters, digits, hyphens, and, since they are in use, underscores. A local part without a
 * domain, such as {@code postmaster} (RFC 5321 section 4.5.1), is an address too. Control characters, line separators
 * and blanks other than the ASCII one in quotes are refused. Limits in octets: local part 64 with its quotes, domain
 * 255, both with the at sign 254.
 * <p>
 * Equal if written the same; the case of letters is kept and counts.
 */
public final class Address {

    /** The null address {@code <>}: the sender of notifications. */
    public static final Address NULL = new Address("", "");

    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_WHOLE = 254;

    private final String localPart;
    private final String domain;
    private final String text;
    private final boolean needsUtf8;
    private final byte[] octets;
    private final boolean clean;

    private Address(String localPart, String domain) {
        this.localPart = localPart;
        this.domain = domain;
        this.text = domain.isEmpty() ? localPart : localPart + "@" + domain;
        this.octets = text.getBytes(StandardCharsets.UTF_8);
        this.needsUtf8 = octets.length > text.length();
        this.clean = !LineOctets.hasForbidden(octets, 0, octets.length, true);
    }

    /** Parts from the parser, which has checked their syntax: here only the lengths. */
    static Address ofParts(String localPart, String domain, String given) {
        Address address = new Address(localPart, domain);
        if (length(localPart) > MAX_LOCAL) {
            throw new InvalidAddressException(given, "local part over " + MAX_LOCAL + " octets");
        }
        if (length(domain) > MAX_DOMAIN) {
            throw new InvalidAddressException(given, "domain over " + MAX_DOMAIN + " octets");
        }
        if (address.octets.length > MAX_WHOLE) {
            throw new InvalidAddressException(given, "over " + MAX_WHOLE + " octets");
        }
        return address;
    }

    private static int length(String part) {
        return part.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Parses one mailbox as in a header (RFC 5322, section 3.4): display name, comments and angle brackets are removed.
     * {@code <>} is {@link #NULL}. An empty text, a list, a group or a route is an error.
     *
     * @throws InvalidAddressException if the text is anything else
     */
    public static Address parse(String text) {
        return new MailboxParser(text).single();
    }

    /**
     * The mailbox, bare or in angle brackets, with nothing before, behind or between.
     *
     * @throws InvalidAddressException if the text is anything else
     */
    public static Address exact(String text) {
        return new MailboxParser(text).exact();
    }

    /**
     * The mailboxes of a list, separated by commas or semicolons, and those of its groups; quotes and comments are
     * respected, empty places skipped. In a list with angle brackets, one without a domain must have them, too:
     * {@code Smith, Ann <ann@example.org>} is a display name that lacks its quotes, not two recipients. {@code <>} is
     * refused.
     *
     * @throws InvalidAddressException if one of them is no mailbox, or there is none
     */
    public static List<Address> parseList(String text) {
        return parseList(text, false, null);
    }

    /**
     * The mailboxes of a list.
     *
     * @param  exact                   whether the mailboxes must be bare, as {@link #exact} has them, with commas
     *                                 between them
     * @param  bad                     receives each part of the text that is no mailbox, with the reason; {@code null}
     *                                 makes it an error
     * @throws InvalidAddressException if there is no mailbox and no bad part, or a bad part and no receiver
     */
    public static List<Address> parseList(
            String text, boolean exact, @Nullable BiConsumer<String, InvalidAddressException> bad) {
        boolean[] faults = new boolean[1];
        BiConsumer<String, InvalidAddressException> counting = bad == null ? null : (part, fault) -> {
            faults[0] = true;
            bad.accept(part, fault);
        };
        MailboxListParser parser = new MailboxListParser(text, counting);
        List<Address> found = exact
                ? parser.exact()
                : parser.groups().stream().flatMap(group -> group.mailboxes().stream()).map(Mailbox::address).toList();
        if (found.isEmpty() && !faults[0]) {
            throw new InvalidAddressException(text, "no mailbox");
        }
        return List.copyOf(found);
    }

    /** The local part as sent, in quotes if it needs them; empty only in {@link #NULL}. */
    public String localPart() {
        return localPart;
    }

    /** The domain or address literal as sent; empty if there is none. */
    public String domain() {
        return domain;
    }

    public boolean isNull() {
        return text.isEmpty();
    }

    /** Whether there are characters beyond US-ASCII, so that only a server with SMTPUTF8 can accept it. */
    public boolean needsUtf8() {
        return needsUtf8;
    }

    /**
     * The same address with the non-ASCII labels of its domain as A-labels ({@link Idna}). It may still need SMTPUTF8
     * for its local part.
     *
     * @throws InvalidAddressException if a label has no such form
     */
    public Address toAscii() {
        if (!needsUtf8 || DomainSyntax.isAscii(domain)) {
            return this;
        }
        String ascii;
        try {
            ascii = DomainSyntax.toAscii(domain);
        } catch (IllegalArgumentException e) {
            InvalidAddressException invalid = new InvalidAddressException(text, String.valueOf(e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
        return ofParts(localPart, ascii, text);
    }

    /** The address in UTF-8, for the wire. Not to be changed by the caller. */
    public byte[] octets() {
        return octets;
    }

    /** Whether every octet is allowed in a command line. */
    public boolean clean() {
        return clean;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && text.equals(address.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@code local@domain} without angle brackets; empty for {@link #NULL}. */
    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
