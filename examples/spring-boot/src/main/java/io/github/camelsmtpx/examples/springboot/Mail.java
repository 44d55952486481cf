/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a client posts. */
record Mail(List<String> recipients, String subject, String body, List<Attachment> attachments) {

    /**
     * One attachment.
     *
     * @param content Base64 in JSON
     */
    record Attachment(String name, String type, byte[] content) {
    }

    Mail(@Nullable List<String> recipients, @Nullable String subject, @Nullable String body,
         @Nullable List<Attachment> attachments) {
        this.recipients = recipients == null ? List.of() : List.copyOf(recipients);
        this.subject = subject == null ? "" : subject;
        this.body = body == null ? "" : body;
        this.attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }
}
