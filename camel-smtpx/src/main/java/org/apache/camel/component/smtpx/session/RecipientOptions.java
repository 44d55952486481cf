/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.address.Xtext;
import org.apache.camel.component.smtpx.internal.dialogue.OfferedParameters;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.internal.wire.Capabilities;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RCPT for {@link SmtpSession#recipient(RecipientOptions, String...)}, for each of its addresses.
 * Immutable. An invalid value throws {@link IllegalArgumentException} when it is set.
 */
public final class RecipientOptions {

    /** No parameters, and the first rejected address is an error. */
    public static final RecipientOptions NONE = new RecipientOptions(Set.of(), null, false);

    /** Placeholder address for the checks of {@link Recipient}. */
    private static final Address ANY = Address.exact("any@example.org");

    private final Set<Notify> notifyOn;
    private final @Nullable String originalRecipient;
    private final boolean skipBad;

    private RecipientOptions(Set<Notify> notifyOn, @Nullable String originalRecipient, boolean skipBad) {
        this.notifyOn = notifyOn;
        this.originalRecipient = originalRecipient;
        this.skipBad = skipBad;
    }

    /** NOTIFY (RFC 3461), in this order; NEVER excludes the others. Net::SMTP: {@code Notify}. */
    public RecipientOptions notifyOn(Notify... events) {
        Set<Notify> ordered = new LinkedHashSet<>(List.of(events));
        if (ordered.size() < events.length || ordered.isEmpty()) {
            throw new IllegalArgumentException("invalid notify " + List.of(events) + ": empty, or a word twice");
        }
        new Recipient(ANY, ordered, null);
        return new RecipientOptions(ordered, originalRecipient, skipBad);
    }

    /**
     * ORCPT (RFC 3461) in encoded form: type, semicolon and the address as xtext, such as
     * {@code rfc822;ann+2Bnews@example.org}. Net::SMTP: {@code ORcpt}.
     */
    public RecipientOptions originalRecipient(String encoded) {
        int semicolon = encoded.indexOf(';');
        boolean typed = semicolon > 0 && semicolon < encoded.length() - 1 && encoded.substring(0, semicolon).chars()
                .allMatch(c -> c == '-' || c < 0x80 && Character.isLetterOrDigit(c));
        if (!typed) {
            throw new IllegalArgumentException("invalid original recipient " + Printable.quote(encoded) + ": not type;address");
        }
        Xtext.check(encoded.substring(semicolon + 1));
        return new RecipientOptions(notifyOn, encoded, skipBad);
    }

    /** Whether further addresses follow a rejected one. Default: false. Net::SMTP: {@code SkipBad}. */
    public RecipientOptions skipBad(boolean skip) {
        return new RecipientOptions(notifyOn, originalRecipient, skip);
    }

    boolean skipBad() {
        return skipBad;
    }

    /** The parameters for a server; {@code missing} receives DSN for each one left out. */
    List<String> parameters(Capabilities offered, List<String> missing) {
        List<String> parameters = OfferedParameters.ofRcpt(notifyOn, originalRecipient, null);
        if (offered.dsn()) {
            return parameters;
        }
        parameters.forEach(parameter -> missing.add("DSN"));
        return List.of();
    }
}
