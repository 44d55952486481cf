/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

/**
 * The version of the header with the addresses of a connection, which a proxy such as HAProxy expects before anything
 * else (PROXY protocol).
 */
public enum ProxyProtocol {
    /** One line of text. */
    V1,
    /** Binary. */
    V2
}
