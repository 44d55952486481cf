/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What is said to a proxy before SMTP begins: SOCKS5 (RFC 1928, RFC 1929), HTTP CONNECT (RFC 9110, section 9.3.6) and
 * the header of the PROXY protocol. No I/O.
 */
@NullMarked
package org.apache.camel.component.smtpx.internal.proxy;

import org.jspecify.annotations.NullMarked;
