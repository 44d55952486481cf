/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelsmtpx.examples.benchmark;

import java.util.Date;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/** Angus Mail as well as it can be used by hand: a connection for each sender, kept. */
final class AngusContender implements Contender {

    private final Target target;
    private final Session session;
    private final Queue<Transport> idle = new ConcurrentLinkedQueue<>();

    AngusContender(Target target) {
        this.target = target;
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", target.host());
        properties.setProperty("mail.smtp.port", Integer.toString(target.port()));
        session = Session.getInstance(properties);
    }

    @Override
    public String name() {
        return "Angus, kept connections";
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // Jakarta Mail knows no other
    public void send(String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(target.from());
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(target.to()));
        message.setSubject("Measured");
        message.setSentDate(new Date());
        message.setText(text, "UTF-8");
        message.saveChanges();
        Transport transport = idle.poll();
        if (transport == null) {
            transport = session.getTransport("smtp");
            transport.connect();
        }
        transport.sendMessage(message, message.getAllRecipients());
        idle.add(transport);
    }

    @Override
    public void close() {
        for (Transport transport : idle) {
            try {
                transport.close();
            } catch (MessagingException e) {
                throw new IllegalStateException("a connection could not be closed", e);
            }
        }
    }
}
