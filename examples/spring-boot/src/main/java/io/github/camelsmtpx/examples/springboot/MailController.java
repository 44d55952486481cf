/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.springboot;

import java.util.Objects;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.attachment.AttachmentMessage;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** HTTP in front of the route. */
@RestController
class MailController {

    private final ProducerTemplate route;

    MailController(ProducerTemplate route) {
        this.route = route;
    }

    /** Sends a mail; answers when the fate of every recipient is known. */
    @PostMapping("/mails")
    ResponseEntity<Answer> send(@RequestBody Mail mail) {
        return Answer.of(route.send("direct:mails", exchange -> fill(exchange, mail)));
    }

    private static void fill(Exchange exchange, Mail mail) {
        AttachmentMessage message = Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
        message.setHeader("To", String.join(",", mail.recipients()));
        message.setHeader("Subject", mail.subject());
        message.setBody(mail.body());
        for (Mail.Attachment attachment : mail.attachments()) {
            message.addAttachment(attachment.name(),
                    new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.type())));
        }
    }
}
