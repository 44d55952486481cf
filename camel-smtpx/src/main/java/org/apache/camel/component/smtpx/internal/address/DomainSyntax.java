/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/** Domains and address literals (RFC 5321, sections 4.1.2 and 4.1.3). Each check returns the fault, or {@code null}. */
public final class DomainSyntax {

    private static final int MAX_LABEL = 63;

    private DomainSyntax() {
    }

    /** Labels of ASCII letters, digits, hyphens, and if tolerated underscores and any letter beyond ASCII. */
    public static @Nullable String faultOfDomain(String domain, boolean tolerant) {
        int start = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || domain.charAt(i) == '.') {
                String fault = faultOfLabel(domain, start, i);
                if (fault != null) {
                    return fault;
                }
                start = i + 1;
            } else if (!isLabelCharacter(domain.charAt(i), tolerant)) {
                return "character that no domain has";
            }
        }
        return tolerant ? AddressCharacters.invisible(domain, true) : null;
    }

    private static @Nullable String faultOfLabel(String domain, int start, int end) {
        if (start == end) {
            return "empty label in the domain";
        }
        if (domain.charAt(start) == '-' || domain.charAt(end - 1) == '-') {
            return "label of the domain begins or ends with a hyphen";
        }
        return end - start > MAX_LABEL ? "label of the domain over " + MAX_LABEL + " characters" : null;
    }

    private static boolean isLabelCharacter(char c, boolean tolerant) {
        if (c < 0x80) {
            return isLetterOrDigit(c) || c == '-' || (tolerant && c == '_');
        }
        // the other full stops would split the label again where IDNA is applied (RFC 3490 section 3.1)
        return tolerant && c != '\u3002' && c != '\uFF0E' && c != '\uFF61';
    }

    public static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /**
     * The domain with each non-ASCII label as an A-label; the others, underscores and all, as they are.
     *
     * @throws IllegalArgumentException if there is no such form; the message is the reason
     */
    public static String toAscii(String domain) {
        String ascii = Idna.toAscii(domain);
        String fault = faultOfDomain(ascii, true);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return ascii;
    }

    /**
     * The canonical content of an address literal: {@code 127.0.0.1} or {@code IPv6:::1}; {@code null} if invalid.
     */
    public static @Nullable String literal(String inside) {
        if (inside.regionMatches(true, 0, "IPv6:", 0, 5)) {
            String address = inside.substring(5);
            return isIpv6(address) ? "IPv6:" + address : null;
        }
        return isIpv4(inside) ? inside : null;
    }

    /** The octets of an IPv4 or IPv6 address, a scope left out; null if the text is a name. Nothing is looked up. */
    public static byte @Nullable [] ipAddress(String text) {
        int scope = text.indexOf('%');
        String literal = scope < 0 ? text : text.substring(0, scope);
        if (!isIpv4(literal) && !isIpv6(literal)) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address literal", e);
        }
    }

    private static boolean isIpv4(String text) {
        int numbers = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (start == i || i - start > 3 || Integer.parseInt(text, start, i, 10) > 255) {
                    return false;
                }
                numbers++;
                start = i + 1;
            } else if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return numbers == 4;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return ipv6Groups(text, true) == 8;
        }
        int before = ipv6Groups(text.substring(0, gap), false);
        int behind = ipv6Groups(text.substring(gap + 2), true);
        return before >= 0 && behind >= 0 && before + behind < 8;
    }

    /** The number of 16-bit groups, an IPv4 tail counting two; -1 if malformed. */
    private static int ipv6Groups(String text, boolean tailAllowed) {
        if (text.isEmpty()) {
            return 0;
        }
        int groups = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ':') {
                if (tailAllowed && i == text.length() && isIpv4(text.substring(start))) {
                    return groups + 2;
                }
                if (start == i || i - start > 4) {
                    return -1;
                }
                groups++;
                start = i + 1;
            } else if (text.charAt(i) > 0x7F || (Character.digit(text.charAt(i), 16) < 0 && text.charAt(i) != '.')) {
                return -1;
            }
        }
        return text.indexOf('.') < 0 ? groups : -1;
    }
}
