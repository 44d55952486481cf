/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConversionException;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.smtpx.dsn.DeliveryReport;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes of the documentation page about what a message is made of, and about notifications that come back. */
class DocumentedMessagesTest extends SmtpxTestSupport {

    private final GreenMail mailboxes = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        mailboxes.start();
        CamelContext made = super.createCamelContext();
        Properties values = new Properties();
        values.setProperty("mail.server", server.address());
        values.setProperty("folder", Files.writeString(folder.resolve("report.pdf"), "%PDF").getParent().toString());
        values.setProperty("bounces.mailbox", "imap://127.0.0.1:" + mailboxes.getImap().getPort()
                                              + "?username=bounces&password=secret&initialDelay=0&delay=200");
        made.getPropertiesComponent().setInitialProperties(values);
        return made;
    }

    @Override
    public void cleanupResources() {
        mailboxes.stop();
    }

    @Test
    void attachesFilesAndShowsImages() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::attachments[]
                from("direct:report")
                        .setBody(constant("<p>Figures for March <img src='cid:logo'></p>"))
                        .setHeader("CamelMailAlternativeBody", constant("Figures for March"))
                        .process(exchange -> {
                            AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
                            // read while it is sent, whatever its size
                            message.addAttachment("März.pdf", new DataHandler(
                                    new FileDataSource(
                                            exchange.getContext()
                                                    .resolvePropertyPlaceholders("{{folder}}/report.pdf"))));
                            // shown where the HTML says cid:logo
                            DefaultAttachment logo = new DefaultAttachment(
                                    new ByteArrayDataSource(
                                            getClass().getResourceAsStream("/logo.png"), "image/png"));
                            logo.addHeader("Content-ID", "<logo>");
                            message.addAttachmentObject("logo.png", logo);
                        })
                        .to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org&subject=March&contentType=text/html");
                // end::attachments[]
            }
        });
        template.sendBody("direct:report", null);
        MimeMultipart mixed = parts();
        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
        assertThat(alternative.getContentType()).startsWith("multipart/alternative");
        assertThat(alternative.getBodyPart(1).getContentType()).startsWith("multipart/related");
        assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("März.pdf");
        assertThat(mixed.getBodyPart(1).getInputStream()).hasContent("%PDF");
    }

    @Test
    void invites() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::invitation[]
                from("direct:invite")
                        .process(exchange -> {
                            String event = exchange.getMessage().getBody(String.class);
                            DefaultAttachment invitation = new DefaultAttachment(
                                    new ByteArrayDataSource(
                                            event.getBytes(StandardCharsets.UTF_8),
                                            "text/calendar; method=REQUEST; charset=UTF-8"));
                            invitation.addHeader("Content-Disposition", "inline");
                            exchange.getMessage(AttachmentMessage.class).addAttachmentObject("invite.ics", invitation);
                            exchange.getMessage().setBody("We meet on Monday at ten.");
                        })
                        .to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org&subject=Meeting");
                // end::invitation[]
            }
        });
        template.sendBody("direct:invite", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n");
        assertThat(parts().getContentType()).startsWith("multipart/alternative");
        assertThat(parts().getBodyPart(1).getContentType()).startsWith("text/calendar").contains("method=REQUEST");
    }

    @Test
    void letsReadersUnsubscribeWithOneClick() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::unsubscribe[]
                from("direct:news")
                        .setHeader("List-Unsubscribe", simple("<https://example.com/unsubscribe/${header.reader}>"))
                        .setHeader("List-Unsubscribe-Post", constant("List-Unsubscribe=One-Click"))
                        .to("smtpx:{{mail.server}}?from=news@example.com&useHeaderRecipients=true&subject=News");
                // end::unsubscribe[]
            }
        });
        template.send("direct:news", exchange -> {
            exchange.getMessage().setBody("News!");
            exchange.getMessage().setHeader("reader", "42");
            exchange.getMessage().setHeader("To", "bob@example.org");
        });
        assertThat(parsed().getHeader("List-Unsubscribe")).containsExactly("<https://example.com/unsubscribe/42>");
        assertThat(parsed().getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(parsed().getHeader("reader")).isNull();
    }

    @Test
    void letsHeadersOfYoursIn() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::headers[]
                DefaultHeaderFilterStrategy onlyTenant = new DefaultHeaderFilterStrategy();
                onlyTenant.setOutFilterPattern("(?!X-Tenant$).*");
                getContext().getRegistry().bind("onlyTenant", HeaderFilterStrategy.class, onlyTenant);

                from("direct:tenant")
                        .to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org&headerFilterStrategy=#onlyTenant");
                // end::headers[]
            }
        });
        template.send("direct:tenant", exchange -> {
            exchange.getMessage().setBody("Hello");
            exchange.getMessage().setHeader("X-Tenant", "blue");
            exchange.getMessage().setHeader("X-Token", "secret");
        });
        assertThat(parsed().getHeader("X-Tenant")).containsExactly("blue");
        assertThat(parsed().getHeader("X-Token")).isNull();
    }

    @Test
    void readsTheNotificationsThatComeBack() throws Exception {
        mailboxes.setUser("bounces@example.com", "bounces", "secret");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::reports[]
                // mail that is no notification
                onException(TypeConversionException.class).handled(true).to("mock:otherMail");

                // imaps:imap.example.com?username=bounces@example.com&password=...
                from("{{bounces.mailbox}}&mapMailMessage=false")
                        .convertBodyTo(DeliveryReport.class)
                        .setHeader("contract", simple("${body.envelopeId}"))
                        .split(simple("${body.recipients}"))
                        .choice()
                        .when(simple("${body.action} == 'FAILED'")).to("mock:undeliverable")
                        .when(simple("${body.action} == 'DELAYED'")).to("mock:late")
                        .otherwise().to("mock:arrived");
                // end::reports[]
            }
        });
        MockEndpoint undeliverable = getMockEndpoint("mock:undeliverable");
        undeliverable.expectedHeaderReceived("contract", "contract-7 of ann+bob");
        undeliverable.expectedMessageCount(1);
        getMockEndpoint("mock:arrived").expectedMessageCount(2);
        getMockEndpoint("mock:late").expectedMessageCount(1);
        getMockEndpoint("mock:otherMail").expectedMessageCount(1);

        String failed = new String(
                getClass().getResourceAsStream("/reports/postfix-failed.eml").readAllBytes(), StandardCharsets.UTF_8);
        receive(failed.getBytes(StandardCharsets.UTF_8));
        String delayed = failed.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1");
        receive(delayed.getBytes(StandardCharsets.UTF_8));
        receive(MAIL.getBytes(StandardCharsets.US_ASCII));
        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void signs() throws Exception {
        Path key = folder.resolve("dkim.pem");
        Files.writeString(key, """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """);
        context.getPropertiesComponent().addInitialProperty("dkim.key", "file:" + key);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::dkim[]
                from("direct:signed")
                        .to("smtpx:{{mail.server}}?from=ann@example.com&to=bob@example.org&subject=Signed"
                            + "&dkimDomain=example.com&dkimSelector=mail2026&dkimKey={{dkim.key}}");
                // end::dkim[]
            }
        });
        template.sendBody("direct:signed", "Hello");
        assertThat(server.message().text()).startsWith("DKIM-Signature: v=1; a=ed25519-sha256;");
    }

    private void receive(byte[] octets) throws Exception {
        mailboxes.getUserManager().getUser("bounces").deliver(
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets)));
    }

    private MimeMessage parsed() throws Exception {
        byte[] octets = server.message().octets();
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    private MimeMultipart parts() throws Exception {
        return (MimeMultipart) parsed().getContent();
    }
}
