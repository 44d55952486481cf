/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.quickstart;

import java.nio.file.Path;
import java.util.List;

/**
 * One message the embedded server took.
 *
 * @param id         the number in its reply, counted from 1
 * @param sender     of MAIL FROM, empty for the null sender
 * @param recipients of those RCPT TO that were accepted
 * @param octets     the content exactly as it came over the wire
 * @param size       of the content
 * @param sha256     of the content, hexadecimal
 */
record StoredMail(int id, String sender, List<String> recipients, Path octets, long size, String sha256) {

    StoredMail {
        recipients = List.copyOf(recipients);
    }
}
