/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.apache.camel.component.smtpx.internal.text.Folding;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * The author and recipients of a message (RFC 5322 sections 3.6.2 and 3.6.3). The lists may be empty; so may be the
 * author as long as these are the options of an endpoint alone.
 *
 * @param unusable parts of the headers To, Cc and Bcc that are no mailboxes, with the reason: recipients that an
 *                 envelope made of these fields would lack
 */
record AddressFields(AddressList from, AddressList to, AddressList cc, AddressList bcc, AddressList replyTo,
        Map<String, String> unusable) {

    static AddressFields ofOptions(ComposeSettings settings) {
        return new AddressFields(
                option("from", settings.from()), option("to", settings.to()), option("cc", settings.cc()),
                option("bcc", settings.bcc()), option("replyTo", settings.replyTo()), Map.of());
    }

    /**
     * These options, and where one is missing and its header may speak, the header.
     *
     * @param warnings is given what was left out of a field
     */
    AddressFields orHeaders(ComposeSettings settings, ExchangeHeaders headers, List<String> warnings) {
        // One recipient option closes all recipient headers: an endpoint's To and a stranger's Cc must not meet
        boolean recipients = settings.useHeaderRecipients() && to.isEmpty() && cc.isEmpty() && bcc.isEmpty();
        Map<String, String> left = new LinkedHashMap<>();
        BiConsumer<String, String> named = (part, fault) -> {
            left.put(part, fault);
            warnings.add("Left out of " + fault);
        };
        AddressFields fields = new AddressFields(
                from.isEmpty() && settings.useHeaderFrom() ? author(headers) : from,
                recipients ? AddressList.ofHeader("To", headers.addresses("To"), false, named) : to,
                recipients ? AddressList.ofHeader("Cc", headers.addresses("Cc"), false, named) : cc,
                recipients ? AddressList.ofHeader("Bcc", headers.addresses("Bcc"), false, left::put) : bcc,
                replyTo.isEmpty() && settings.useHeaderReplyTo()
                        ? AddressList.ofHeader(
                                "Reply-To", headers.addresses("Reply-To"), true,
                                (part, fault) -> warnings.add("Left out of " + fault))
                        : replyTo,
                left);
        if (fields.from.mailboxes().size() != 1 || fields.from.groups().get(0).name() != null) {
            throw new IllegalArgumentException(
                    fields.from.isEmpty()
                            ? "No author: set the option from" + (settings.useHeaderFrom() ? " or the header From" : "")
                            : "More than one author: from must be one mailbox");
        }
        return fields;
    }

    private static AddressList author(ExchangeHeaders headers) {
        return AddressList.ofHeader("From", headers.addresses("From"), true, (part, fault) -> {
            throw new IllegalArgumentException(fault);
        });
    }

    /**
     * The envelope sender that the author is, with nothing for the null sender: an address without a domain is none.
     */
    String sender() {
        Address address = author().address();
        return address.domain().isEmpty() ? "" : address.toString();
    }

    Mailbox author() {
        return from.mailboxes().get(0);
    }

    /** Addresses of To, Cc and Bcc, each once. */
    List<String> recipients() {
        Set<String> recipients = new LinkedHashSet<>();
        for (AddressList list : List.of(to, cc, bcc)) {
            list.mailboxes().forEach(mailbox -> recipients.add(mailbox.address().toString()));
        }
        return List.copyOf(recipients);
    }

    /** The first address that needs UTF-8 in a field that is written, or null. Bcc is not written. */
    @Nullable
    String utf8Address() {
        for (AddressList list : List.of(from, to, cc, replyTo)) {
            for (Mailbox mailbox : list.mailboxes()) {
                if (mailbox.address().needsUtf8()) {
                    return mailbox.address().toString();
                }
            }
        }
        return null;
    }

    private static AddressList option(String name, @Nullable String text) {
        return AddressList.parse(name, text == null ? List.of() : List.of(Folding.trim(text)));
    }
}
