/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.integration;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A mail as a server got it.
 *
 * @param mail   the MAIL command, or its address where the server keeps no more
 * @param rcpts  the RCPT commands that were accepted, or their addresses
 * @param octets the message, without dot-stuffing
 */
record RecordedMail(String mail, List<String> rcpts, byte[] octets) {

    /** The reverse-path, without brackets. */
    String sender() {
        return path(mail);
    }

    /** The forward-paths, without brackets. */
    List<String> recipients() {
        return rcpts.stream().map(RecordedMail::path).toList();
    }

    /** The parameters of RCPT for a recipient. */
    List<String> parametersOf(String recipient) {
        return rcpts.stream().filter(rcpt -> path(rcpt).equals(recipient)).map(RecordedMail::parameters).findFirst()
                .orElseThrow();
    }

    /** The parameters of MAIL. */
    List<String> parameters() {
        return parameters(mail);
    }

    /** The server's own name for the mail: what stands behind "id" in the topmost Received field. */
    String queueId() {
        String text = new String(octets, 0, Math.min(octets.length, 1000), StandardCharsets.ISO_8859_1);
        int at = text.toLowerCase(Locale.ROOT).indexOf(" id ") + 4;
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        return text.substring(at, end);
    }

    private static String path(String command) {
        int from = command.indexOf('<');
        return from < 0 ? command : command.substring(from + 1, command.indexOf('>', from));
    }

    private static List<String> parameters(String command) {
        String rest = command.substring(command.indexOf('>') + 1).strip();
        return rest.isEmpty() ? List.of() : List.of(rest.split(" "));
    }
}
