/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A message that the server has whole.
 *
 * @param id          counts up from 1 in each run of the server
 * @param sender      of the envelope; empty for the null sender
 * @param envelopeId  ENVID, decoded; empty when there was none
 * @param headersOnly whether notifications may hold the headers of the message only (RET=HDRS)
 */
public record ReceivedMail(
        long id, String sender, String envelopeId, boolean headersOnly, List<Receiver> receivers, byte[] content) {

    /**
     * One recipient.
     *
     * @param notifyOn the words of NOTIFY, in capitals; empty when it was not given
     * @param original ORCPT as type;address, decoded; empty when there was none
     */
    public record Receiver(String address, List<String> notifyOn, String original) {

        public Receiver {
            notifyOn = List.copyOf(notifyOn);
        }
    }

    public ReceivedMail {
        receivers = List.copyOf(receivers);
    }

    public List<String> addresses() {
        return receivers.stream().map(Receiver::address).toList();
    }

    /** All before the first empty line. */
    public String head() {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 2);
    }

    /** The value of the first field of this name, on one line; empty when there is none. */
    public String header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head().replaceAll("\r\n[ \t]+", " ").lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip()).findFirst().orElse("");
    }
}
