/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dialogue;

import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link HandshakeDialogue}.
 *
 * @param protocol   LMTP sends LHLO in place of EHLO, and never HELO
 * @param helloName  the name sent in EHLO
 * @param sendHello  whether EHLO is sent at all
 * @param esmtp      EHLO; false sends HELO at once
 * @param startTls   whether to start TLS
 * @param account    the login; null for no authentication
 * @param mechanisms the SASL mechanisms that may be used
 * @param host       the server as configured, for SASL
 * @param ignored    extensions that count as not offered
 * @param xclient    the client that the connection is for, sent in XCLIENT (Postfix); null for none
 * @param afterLogin what earlier connections to this server have shown, and receives what this one shows
 */
public record HandshakeSettings(Protocol protocol, String helloName, boolean sendHello, boolean esmtp, StartTls startTls,
        @Nullable LoginAccount account, Mechanisms mechanisms, String host, IgnoredExtensions ignored,
        @Nullable ClientAttributes xclient, OfferAfterLogin afterLogin) {

    /** The settings for the first connection to a server. */
    public HandshakeSettings(Protocol protocol, String helloName, boolean sendHello, boolean esmtp, StartTls startTls,
                             @Nullable LoginAccount account, Mechanisms mechanisms, String host, IgnoredExtensions ignored,
                             @Nullable ClientAttributes xclient) {
        this(protocol, helloName, sendHello, esmtp, startTls, account, mechanisms, host, ignored, xclient,
             new OfferAfterLogin());
    }

    /** The settings for the first connection to a server that speaks SMTP. */
    public HandshakeSettings(String helloName, boolean sendHello, boolean esmtp, StartTls startTls,
                             @Nullable LoginAccount account, Mechanisms mechanisms, String host) {
        this(Protocol.SMTP, helloName, sendHello, esmtp, startTls, account, mechanisms, host, IgnoredExtensions.NONE, null);
    }

    /** Whether HELO does not suffice: STARTTLS, AUTH and XCLIENT need EHLO. */
    boolean needsExtensions() {
        return startTls == StartTls.REQUIRED || account != null || xclient != null;
    }
}
