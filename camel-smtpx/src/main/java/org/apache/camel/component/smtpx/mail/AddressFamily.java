/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/** The addresses of a host that a connection may be made to. */
public enum AddressFamily {
    /** IPv4 and IPv6, in the order of the resolver. */
    ANY,
    /** A records only. */
    IPV4,
    /** AAAA records only. */
    IPV6
}
