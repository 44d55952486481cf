/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.text.Folding;
import org.jspecify.annotations.Nullable;

/**
 * Who a message is from and to (RFC 5322 sections 3.6.2 and 3.6.3). The lists may be empty; so may be the author as
 * long as these are the options of an endpoint alone.
 */
record AddressFields(
        List<Mailbox> from, List<Mailbox> to, List<Mailbox> cc, List<Mailbox> bcc,
        List<Mailbox> replyTo) {

    static AddressFields ofOptions(ComposeSettings settings) {
        return new AddressFields(
                option("from", settings.from()), option("to", settings.to()), option("cc", settings.cc()),
                option("bcc", settings.bcc()), option("replyTo", settings.replyTo()));
    }

    /** These options, and where one is missing and its header may speak, the header. */
    AddressFields orHeaders(ComposeSettings settings, ExchangeHeaders headers) {
        // One recipient option closes all recipient headers: an endpoint's To and a stranger's Cc must not meet
        boolean recipients = settings.useHeaderRecipients() && to.isEmpty() && cc.isEmpty() && bcc.isEmpty();
        AddressFields fields = new AddressFields(
                from.isEmpty() && settings.useHeaderFrom() ? header("From", headers) : from,
                recipients ? header("To", headers) : to,
                recipients ? header("Cc", headers) : cc,
                recipients ? header("Bcc", headers) : bcc,
                replyTo.isEmpty() && settings.useHeaderReplyTo() ? header("Reply-To", headers) : replyTo);
        if (fields.from.size() != 1) {
            throw new IllegalArgumentException(
                    fields.from.isEmpty()
                            ? "No author: set the option from" + (settings.useHeaderFrom() ? " or the header From" : "")
                            : "More than one author: from must be one mailbox");
        }
        return fields;
    }

    Mailbox author() {
        return from.get(0);
    }

    /** Addresses of To, Cc and Bcc, each once. */
    List<String> recipients() {
        Set<String> recipients = new LinkedHashSet<>();
        for (List<Mailbox> list : List.of(to, cc, bcc)) {
            list.forEach(mailbox -> recipients.add(mailbox.address()));
        }
        return List.copyOf(recipients);
    }

    /** The first address that needs UTF-8 in a field that is written, or null. Bcc is not written. */
    @Nullable
    String utf8Address() {
        return List.of(from, to, cc, replyTo).stream().flatMap(List::stream).filter(Mailbox::needsUtf8).map(Mailbox::address)
                .findFirst().orElse(null);
    }

    private static List<Mailbox> option(String name, @Nullable String text) {
        return text == null ? List.of() : Mailboxes.parse(name, Folding.trim(text));
    }

    private static List<Mailbox> header(String name, ExchangeHeaders headers) {
        List<Mailbox> mailboxes = new ArrayList<>();
        headers.addresses(name).forEach(text -> mailboxes.addAll(Mailboxes.parse(name, text)));
        return mailboxes;
    }
}
