/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apache.camel.component.smtpx.internal.address.AddressCharacters;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * An address and the name that mail programs show for it (RFC 5322 section 3.4). The headers {@code From}, {@code To},
 * {@code Cc}, {@code Bcc}, {@code Reply-To} and {@code CamelSmtpxRecipients} accept it as a value. A name from outside,
 * such as {@code Müller, Bob}, never adds a recipient or a header field this way:
 *
 * <pre>{@code
 * exchange.getMessage().setHeader("To", Mailbox.of(row.get("name"), row.get("mail")));
 * }</pre>
 *
 * @param name    the display name without quotes; {@code null} if there is none
 * @param address the address, never {@link Address#NULL}
 */
public record Mailbox(@Nullable String name, Address address) {

    /**
     * A mailbox of these parts. A blank name is none.
     *
     * @throws IllegalArgumentException if the name holds a control character or half a surrogate pair
     * @throws InvalidAddressException  if the address is the null address
     */
    public Mailbox {
        if (address.isNull()) {
            throw new InvalidAddressException("<>", "the null address is no mailbox");
        }
        name = name == null || checked(name).isBlank() ? null : name.strip();
    }

    static String checked(String name) {
        String fault = name.indexOf('\t') >= 0 ? "control character" : AddressCharacters.fault(name);
        if (fault != null) {
            throw new IllegalArgumentException("invalid name " + Printable.quote(name) + ": " + fault);
        }
        return name;
    }

    /**
     * A mailbox of a name and a bare address; white space around either is removed.
     *
     * @param  name                     any text in one line; {@code null} or blank for none
     * @param  address                  the address as {@link Address#exact} has it
     * @throws IllegalArgumentException if the name holds a control character, or the address is none
     */
    public static Mailbox of(@Nullable String name, String address) {
        return new Mailbox(name, Address.exact(address.strip()));
    }

    /**
     * The one mailbox in a text as headers have it.
     *
     * @throws InvalidAddressException if the text is anything else, {@code <>} included
     */
    public static Mailbox parse(String text) {
        return new MailboxParser(text).singleMailbox();
    }

    /**
     * The mailboxes of a list, separated by commas or semicolons, and those of its groups.
     *
     * @return                         the mailboxes in order; none for {@code undisclosed-recipients:;}
     * @throws InvalidAddressException if there is anything else in the list
     */
    public static List<Mailbox> parseList(String text) {
        return MailboxGroup.parseList(text).stream().flatMap(group -> group.mailboxes().stream()).toList();
    }

    /** {@code name <address>} with the name in quotes if it needs them; {@link #parse} reads it back. */
    @Override
    @JsonValue
    public String toString() {
        return name == null ? bare() : MailboxGroup.phrase(name) + " <" + address + ">";
    }

    /** In a list, an address without a domain needs angle brackets. */
    private String bare() {
        return address.domain().isEmpty() ? "<" + address + ">" : address.toString();
    }
}
