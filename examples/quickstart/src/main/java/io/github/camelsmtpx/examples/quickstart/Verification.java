/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Holds what the embedded server stored against what was sent: every outcome the expected one, every file's octets
 * there once and unchanged, every envelope right, every composed message saying what it was given to say.
 *
 * @param verdict     one line for all, true only when there are no differences
 * @param differences one line each
 */
record Verification(String verdict, List<String> differences) {

    private static final Pattern STORED = Pattern.compile("250 2\\.0\\.0 Stored as ([0-9]{1,9})");

    Verification {
        differences = List.copyOf(differences);
    }

    static Verification of(Corpus corpus, List<Draft> drafts, List<Delivery> deliveries, MailStore store) throws IOException {
        List<String> differences = new ArrayList<>();
        Set<Integer> claimed = new HashSet<>();
        int rewritten = 0;
        for (Delivery delivery : deliveries) {
            boolean file = corpus.names().contains(delivery.message());
            Expectation.check(delivery, file ? Mailboxes.FOR_FILES : Mailboxes.FOR_DRAFTS, differences);
            StoredMail mail = stored(delivery, store);
            if (mail == null || !claimed.add(mail.id())) {
                differences.add(delivery.message() + ": the server has not stored it");
                continue;
            }
            if (!mail.sender().equals(Mailboxes.SENDER) || !mail.recipients().equals(delivery.accepted())) {
                differences
                        .add(delivery.message() + ": stored with the envelope " + mail.sender() + " -> " + mail.recipients());
            }
            if (file) {
                SameOctets same = SameOctets.compare(corpus.file(delivery.message()), mail);
                if (same == SameOctets.NO) {
                    differences.add(delivery.message() + ": other octets than sent, see " + mail.octets());
                } else if (same == SameOctets.BUT_LINE_ENDS) {
                    rewritten++;
                }
            } else {
                for (Draft draft : drafts) {
                    if (draft.name().equals(delivery.message())) {
                        ComposedMail.check(draft, mail, differences);
                    }
                }
            }
        }
        for (StoredMail mail : store.all()) {
            if (!claimed.contains(mail.id())) {
                differences.add("the server stored a message nobody was told of, see " + mail.octets());
            }
        }
        return new Verification(verdict(corpus.names().size(), rewritten, drafts.size()), differences);
    }

    /** The number in the server's reply leads to what it stored. */
    static @Nullable StoredMail stored(Delivery delivery, MailStore store) {
        String reply = delivery.finalReply();
        Matcher number = STORED.matcher(reply == null ? "" : reply);
        return number.matches() ? store.get(Integer.parseInt(number.group(1))) : null;
    }

    private static String verdict(int files, int rewritten, int drafts) {
        return "SHA-256 of what the server stored: " + (files - rewritten) + " of " + files + " files octet for octet"
               + (rewritten == 0 ? "" : ", " + rewritten + " with line ends made CRLF")
               + (drafts == 0 ? "" : ", " + drafts + " composed as given");
    }
}
