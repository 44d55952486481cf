/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** HTTP in front of the route. */
@RestController
class MailController {

    /** The body of a request. */
    record Mail(@Nullable List<String> recipients, @Nullable String subject, @Nullable String body,
            @Nullable List<Attachment> attachments) {
    }

    /** An attachment; its content is Base64 in JSON. */
    record Attachment(@Nullable String name, @Nullable String type, byte @Nullable [] content) {
    }

    private final ProducerTemplate route;

    MailController(ProducerTemplate route) {
        this.route = route;
    }

    /** Sends a mail; answers when the fate of each recipient is known. */
    @PostMapping("/mails")
    ResponseEntity<Answer> send(@RequestBody Mail mail) {
        List<Mailbox> recipients = new ArrayList<>();
        List<Map<String, Object>> malformed = new ArrayList<>();
        for (String recipient : Objects.requireNonNullElse(mail.recipients, List.<String> of())) {
            try {
                recipients.add(Mailbox.parse(String.valueOf(recipient)));
            } catch (IllegalArgumentException e) {
                malformed.add(Map.of("address", String.valueOf(recipient), "fate", "REJECTED", "text",
                        String.valueOf(e.getMessage())));
            }
        }
        if (recipients.isEmpty()) {
            return ResponseEntity.unprocessableContent().body(new Answer(null, malformed, "there is no recipient to send to"));
        }
        return Answer.of(route.send("direct:mails", exchange -> fill(exchange, mail, recipients)), malformed);
    }

    private static void fill(Exchange exchange, Mail mail, List<Mailbox> recipients) {
        AttachmentMessage message = Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
        message.setHeader("To", recipients);
        message.setHeader("Subject", Objects.requireNonNullElse(mail.subject, ""));
        message.setBody(Objects.requireNonNullElse(mail.body, ""));
        for (Attachment attachment : Objects.requireNonNullElse(mail.attachments, List.<Attachment> of())) {
            ParameterList name = new ParameterList();
            name.set("filename", Objects.requireNonNullElse(attachment.name, "attachment"), "UTF-8");
            DefaultAttachment part = new DefaultAttachment(
                    new DataHandler(
                            new ByteArrayDataSource(
                                    Objects.requireNonNullElse(attachment.content, new byte[0]),
                                    Objects.requireNonNullElse(attachment.type, "application/octet-stream"))));
            part.setHeader("Content-Disposition", new ContentDisposition("attachment", name).toString());
            // The names of an exchange's attachments are unique; file names need not be.
            message.addAttachmentObject("attachment-" + message.getAttachmentNames().size(), part);
        }
    }
}
