/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.internal.address.DomainSyntax;
import org.apache.camel.component.smtpx.internal.address.Idna;
import org.jspecify.annotations.Nullable;

/**
 * Matches a certificate against a host name or address (RFC 9525). Only subjectAltName counts; a wildcard must be the
 * whole left-most label.
 */
final class CertificateNames {

    /** General name types of RFC 5280, section 4.2.1.6. */
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {
    }

    /** The reason why the certificate does not match; null when it does. */
    static @Nullable String mismatch(X509Certificate certificate, String name) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return "the subjectAltName of the certificate cannot be read: " + e.getMessage();
        }
        if (names == null || names.stream().noneMatch(entry -> isType(entry, DNS_NAME) || isType(entry, IP_ADDRESS))) {
            return "the certificate has no subjectAltName";
        }
        byte @Nullable [] address = DomainSyntax.ipAddress(name);
        boolean borne = address != null
                ? names.stream().anyMatch(entry -> isType(entry, IP_ADDRESS) && isAddress(entry.get(1), address))
                : names.stream().anyMatch(entry -> isType(entry, DNS_NAME) && matches(String.valueOf(entry.get(1)), name));
        return borne ? null : "the certificate is not for " + name;
    }

    private static boolean isType(List<?> entry, int type) {
        return entry.get(0).equals(type);
    }

    private static boolean isAddress(Object text, byte[] address) {
        byte @Nullable [] borne = DomainSyntax.ipAddress(String.valueOf(text));
        return borne != null && Arrays.equals(borne, address);
    }

    private static boolean matches(String pattern, String name) {
        String wanted = ascii(name);
        String borne = pattern.toLowerCase(Locale.ROOT);
        if (!borne.startsWith("*.")) {
            return borne.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && borne.substring(1).equals(wanted.substring(dot));
    }

    private static String ascii(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return Idna.toAscii(plain);
    }
}
