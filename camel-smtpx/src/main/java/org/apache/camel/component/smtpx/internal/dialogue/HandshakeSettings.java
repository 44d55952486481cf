/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link HandshakeDialogue} is to reach.
 *
 * @param helloName  the name said in EHLO
 * @param sendHello  whether EHLO is said at all
 * @param esmtp      EHLO; false says HELO at once
 * @param startTls   whether to change to TLS
 * @param account    logs in; null for no authentication
 * @param mechanisms which SASL mechanisms may be used
 * @param host       the server as configured, for SASL
 */
public record HandshakeSettings(String helloName, boolean sendHello, boolean esmtp, StartTls startTls,
        @Nullable LoginAccount account,
        Mechanisms mechanisms, String host) {

    /** Whether the session cannot do without EHLO. */
    boolean needsExtensions() {
        return startTls == StartTls.REQUIRED || account != null;
    }
}
