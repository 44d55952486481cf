/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.DeliverBy;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.mail.Recipient;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** One mail of a script, and what must become of it. */
final class Mail {

    private final String sender;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private MailParameters parameters = MailParameters.NONE;
    private byte[] body = Octets.of("hello");
    private boolean streamed;

    Mail(String sender) {
        this.sender = sender;
    }

    /** A header line of the script that is about this mail. */
    void header(String name, String value) {
        switch (name) {
            case "to" -> recipients.add(recipient(value.split(" ")));
            case "parameters" -> Arrays.stream(value.split(" ")).forEach(this::parameter);
            case "body" -> body(value);
            case "result" -> results.add(value);
            default -> throw new IllegalArgumentException("no such header: " + name);
        }
    }

    private static Recipient recipient(String[] words) {
        Set<Notify> notify = Set.of();
        String original = null;
        Instant since = null;
        for (String word : words) {
            if (word.startsWith("NOTIFY=")) {
                notify = Notify.parse(word.substring(7));
            } else if (word.startsWith("ORCPT=")) {
                original = word.substring(6);
            } else if (word.startsWith("RRVS=")) {
                since = Instant.parse(word.substring(5));
            }
        }
        return new Recipient(Address.parse(words[0]), notify, original, since);
    }

    private void parameter(String word) {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        parameters = switch (word.substring(0, equals < 0 ? word.length() : equals)) {
            case "verb" -> parameters.withVerb(MailVerb.valueOf(value));
            case "size" -> parameters.withSize(Long.parseLong(value));
            case "ret" -> parameters.withDsnReturn(DsnReturn.valueOf(value));
            case "envid" -> parameters.withEnvelopeId(value);
            case "body" -> parameters.withBody(BodyType.parse(value));
            case "transid" -> parameters.withTransactionId(value);
            case "auth" -> parameters.withAuthSubmitter(value);
            case "by" -> parameters.withTerms(parameters.terms().withDeliverBy(DeliverBy.parse(value)));
            case "hold-for" -> parameters.withTerms(parameters.terms().withHoldFor(Duration.parse(value)));
            case "hold-until" -> parameters.withTerms(parameters.terms().withHoldUntil(Instant.parse(value)));
            case "priority" -> parameters.withTerms(parameters.terms().withPriority(Integer.valueOf(value)));
            case "requiretls" -> parameters.withTerms(parameters.terms().withRequireTls(true));
            case "xforward" -> parameters.withForwarded(ClientAttributes.parse(value));
            case "verp" -> parameters.withVerp(equals < 0 ? "" : value);
            default -> throw new IllegalArgumentException("no such parameter: " + word);
        };
    }

    /**
     * Octets with escapes, or {@code 70000 octets}, or {@code 70000 octets streamed} (their number not known before).
     */
    private void body(String value) {
        streamed = value.endsWith(" streamed");
        body = value.matches("\\d+ octets( streamed)?")
                ? lines(Integer.parseInt(value.substring(0, value.indexOf(' '))))
                : Octets.of(value);
    }

    private static byte[] lines(int size) {
        byte[] octets = new byte[size];
        byte[] line = "0123456789 abcdefghijklmnopqrstuvwxyz 0123456789 abcdefghijkl\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            octets[i] = line[i % line.length];
        }
        octets[size - 2] = '\r';
        octets[size - 1] = '\n';
        return octets;
    }

    byte[] body() {
        return body;
    }

    Envelope envelope() {
        return new Envelope(sender.isEmpty() ? Address.NULL : Address.parse(sender), recipients, parameters);
    }

    MessageSource source() {
        return streamed ? MessageSource.of(() -> new ByteArrayInputStream(body), -1) : MessageSource.of(body);
    }

    PreparedMessage content() {
        try {
            return PreparedMessage.of(source(), parameters.body() == BodyType.BINARY_MIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether each recipient's result begins as the script says. */
    void check(@Nullable List<RecipientResult> actual, Object context) {
        assertThat(actual).as("the mail from %s is not over%n%s", sender, context).isNotNull();
        List<String> lines = actual.stream().map(RecipientResult::toString).toList();
        assertThat(lines).as("the results of the mail from %s%n%s", sender, context).hasSameSizeAs(results);
        for (int i = 0; i < results.size(); i++) {
            assertThat(lines.get(i)).as("a result of the mail from %s%n%s", sender, context).startsWith(results.get(i));
        }
    }
}
