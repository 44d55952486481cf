/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonValue;
import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One recipient and its parameters of RCPT: notifications (RFC 3461), and the check that its mailbox still has the same
 * owner (RFC 7293). Immutable.
 *
 * @param address           not the null address
 * @param notifyOn          when a notification is requested; empty for the default of the server. Immutable, in the
 *                          order of {@link Notify}
 * @param originalRecipient the ORCPT value as type, semicolon and address ({@code rfc822;ann@example.org}), raw: it is
 *                          encoded when it is sent. An {@code rfc822} address must be a mailbox in US-ASCII.
 *                          {@code null} if none
 * @param validSince        the server rejects the recipient if its mailbox changed owners after this time (RRVS). A
 *                          server that does not offer RRVS is not sent this recipient. {@code null} for no check
 */
public record Recipient(Address address, Set<Notify> notifyOn, @Nullable String originalRecipient,
        @Nullable Instant validSince) {

    /** RFC 3461 section 4.2: octets of the encoded value. */
    private static final int MAX_ORIGINAL = 500;

    public Recipient {
        if (address.isNull()) {
            throw new InvalidAddressException("<>", "the null address is no recipient");
        }
        // A domain that has no ASCII form cannot be sent to every server, and is refused before connecting.
        address.toAscii();
        notifyOn = Notify.checked(notifyOn);
        DeliveryTerms.checkTime("validSince", validSince);
        if (originalRecipient != null && encoded(originalRecipient).length() > MAX_ORIGINAL) {
            throw invalid(originalRecipient, "over " + MAX_ORIGINAL + " octets");
        }
    }

    /** A recipient with notifications. */
    public Recipient(Address address, Set<Notify> notifyOn, @Nullable String originalRecipient) {
        this(address, notifyOn, originalRecipient, null);
    }

    /** A recipient without parameters. The text is read by {@link Address#parse}. */
    public static Recipient of(String address) {
        return of(Address.parse(address));
    }

    /** A recipient without parameters. */
    public static Recipient of(Address address) {
        return new Recipient(address, Set.of(), null);
    }

    /** The same recipient under another address, as when its domain is put into ASCII. */
    public Recipient withAddress(Address other) {
        return new Recipient(other, notifyOn, originalRecipient, validSince);
    }

    /** The same recipient, accepted only if its mailbox has had one owner since this time (RFC 7293). */
    public Recipient withValidSince(@Nullable Instant since) {
        return new Recipient(address, notifyOn, originalRecipient, since);
    }

    /** Its form in JSON: address, and notify, originalRecipient and validSince where they are set. */
    @JsonValue
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("address", address.toString());
        if (!notifyOn.isEmpty()) {
            map.put("notify", notifyOn.stream().map(Notify::name).toList());
        }
        if (originalRecipient != null) {
            map.put("originalRecipient", originalRecipient);
        }
        if (validSince != null) {
            map.put("validSince", validSince.toString());
        }
        return map;
    }

    /** The value of the ORCPT parameter, encoded; {@code null} if there is none. */
    public @Nullable String encodedOriginalRecipient() {
        return originalRecipient == null ? null : encoded(originalRecipient);
    }

    private static String encoded(String original) {
        int semicolon = original.indexOf(';');
        String type = original.substring(0, Math.max(semicolon, 0));
        String value = original.substring(semicolon + 1);
        if (type.isEmpty() || !type.chars().allMatch(c -> DomainSyntax.isLetterOrDigit(c) || c == '-')) {
            throw invalid(original, "not type;address");
        }
        if (value.isEmpty() || !Printable.clean(value, false).equals(value)) {
            throw invalid(original, "no address, or one that cannot be printed");
        }
        if (type.equalsIgnoreCase("utf-8")) {
            return type + ";" + utf8AddressXtext(value);
        }
        if (!DomainSyntax.isAscii(value)) {
            throw invalid(original, "only the type utf-8 may have non-ASCII addresses");
        }
        if (type.equalsIgnoreCase("rfc822") && isNull(original, value)) {
            throw invalid(original, "null address");
        }
        return type + ";" + Xtext.encode(value);
    }

    private static boolean isNull(String original, String value) {
        try {
            return Address.exact(value).isNull();
        } catch (InvalidAddressException e) {
            throw invalid(original, e.reason());
        }
    }

    /** RFC 6533, section 3, utf-8-addr-xtext, which needs no SMTPUTF8. */
    private static String utf8AddressXtext(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            if (c > 0x20 && c < 0x7F && c != '+' && c != '=' && c != '\\') {
                out.append((char) c);
            } else {
                out.append("\\x{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
            }
        });
        return out.toString();
    }

    private static IllegalArgumentException invalid(String original, String reason) {
        return new IllegalArgumentException("invalid original recipient " + Printable.quote(original) + ": " + reason);
    }
}
