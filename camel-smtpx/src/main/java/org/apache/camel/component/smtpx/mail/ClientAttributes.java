/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.text.Printable;

/**
 * Attributes of another client, whose mail is passed on: XCLIENT makes the server treat the connection as that
 * client's, XFORWARD has it logged (Postfix, XCLIENT_README and XFORWARD_README). Usual names are NAME, ADDR, PORT,
 * PROTO, HELO, LOGIN, DESTADDR, DESTPORT, and with XFORWARD also IDENT and SOURCE; the server lists those that it
 * accepts. Immutable.
 *
 * @param values by name, in the order in which they are sent; names are upper-case. A value is raw: it is encoded as
 *               xtext when it is sent. {@code [UNAVAILABLE]} is an unknown one. An IPv6 address begins with
 *               {@code IPV6:}, which is added where it is missing
 */
public record ClientAttributes(Map<String, String> values) {

    /** What the server does not know, as in {@code NAME=[UNAVAILABLE]}. */
    public static final String UNAVAILABLE = "[UNAVAILABLE]";

    private static final String TEMPORARILY_UNAVAILABLE = "[TEMPUNAVAIL]";
    private static final String IPV6 = "IPV6:";
    private static final int MAX_VALUE = 255;
    /** A command has at most 512 octets, 12 of which are the verb, the blank behind it, and CR LF. */
    private static final int MAX_WORDS = 500;
    private static final int MAX_PORT = 65_535;

    public ClientAttributes {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no attribute");
        }
        Map<String, String> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String upper = name.toUpperCase(Locale.ROOT);
            if (checked.put(checkedName(upper), checkedValue(upper, value)) != null) {
                throw invalid(upper, value, "there twice");
            }
        });
        values = Collections.unmodifiableMap(checked);
        if (words(values).length() > MAX_WORDS) {
            throw new IllegalArgumentException("the attributes are longer than a command may be (512 octets)");
        }
    }

    /**
     * Reads {@code NAME=mail.example.org,ADDR=192.0.2.1}. A value with a comma needs {@link #ClientAttributes(Map)}.
     *
     * @throws IllegalArgumentException if an attribute has no name or no value, or one that it must not have
     */
    public static ClientAttributes parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String attribute : text.split(",", -1)) {
            int equals = attribute.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not NAME=value: " + Printable.quote(attribute));
            }
            String name = attribute.substring(0, equals).strip().toUpperCase(Locale.ROOT);
            String value = attribute.substring(equals + 1).strip();
            if (values.put(name, value) != null) {
                throw invalid(name, value, "there twice");
            }
        }
        return new ClientAttributes(values);
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(DomainSyntax::isLetterOrDigit)) {
            throw new IllegalArgumentException("invalid attribute name " + Printable.quote(name) + ": not letters and digits");
        }
        return name;
    }

    private static String checkedValue(String name, String value) {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, value, "empty, or with a control character");
        }
        if (Xtext.encode(value).length() > MAX_VALUE) {
            throw invalid(name, value, "over " + MAX_VALUE + " octets when encoded");
        }
        if (value.equalsIgnoreCase(UNAVAILABLE) || value.equalsIgnoreCase(TEMPORARILY_UNAVAILABLE)) {
            return value;
        }
        return switch (name) {
            case "ADDR", "DESTADDR" -> checkedAddress(name, value);
            case "PORT", "DESTPORT" -> checkedPort(name, value);
            case "SOURCE" -> checkedSource(value);
            default -> value;
        };
    }

    private static String checkedAddress(String name, String value) {
        boolean prefixed = value.regionMatches(true, 0, IPV6, 0, IPV6.length());
        String address = prefixed ? value.substring(IPV6.length()) : value;
        byte[] octets = DomainSyntax.ipAddress(address);
        if (octets == null || address.indexOf('%') >= 0 || prefixed && address.indexOf(':') < 0) {
            throw invalid(name, value, "not an IP address");
        }
        return address.indexOf(':') < 0 ? address : IPV6 + address;
    }

    private static String checkedPort(String name, String value) {
        boolean port = value.length() <= 5 && value.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(value) > 0 && Integer.parseInt(value) <= MAX_PORT;
        if (!port) {
            throw invalid(name, value, "not a port");
        }
        return value;
    }

    private static String checkedSource(String value) {
        if (!value.equalsIgnoreCase("LOCAL") && !value.equalsIgnoreCase("REMOTE")) {
            throw invalid("SOURCE", value, "neither LOCAL nor REMOTE");
        }
        return value;
    }

    private static IllegalArgumentException invalid(String name, String value, String reason) {
        return new IllegalArgumentException("invalid attribute " + name + "=" + Printable.quote(value) + ": " + reason);
    }

    /** The arguments of the command: names and values in xtext, with blanks between them. */
    public String encoded() {
        return words(values);
    }

    private static String words(Map<String, String> values) {
        return values.entrySet().stream().map(each -> each.getKey() + "=" + Xtext.encode(each.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(","));
    }
}
