/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.conversation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.apache.camel.component.smtpx.internal.content.PreparedMessage;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.Recipient;

/**
 * What one conversation is about: what the server offers, the policy, the messages and when they are submitted.
 *
 * @param prdr   whether the server offers PRDR
 * @param narrow whether the socket takes what is written in parts
 * @param tls    whether the conversation is about STARTTLS too
 * @param rest   how long the client waits before it submits the next message; negative when all are submitted at once,
 *               and 0 when each is submitted as soon as the one before it has ended
 */
record Plan(boolean pipelining, boolean chunking, boolean prdr, SendPolicy policy, List<Message> messages, boolean narrow,
        boolean tls,
        long rest) {

    private static final int[] SIZES = { 0, 1, 2, 3, 5, 60, 300 };

    /** One message: its number, its recipients and its octets. */
    record Message(int number, int recipients, byte[] octets, boolean streamed) {

        Envelope envelope() {
            List<Recipient> to = new ArrayList<>();
            for (int i = 0; i < recipients; i++) {
                to.add(new Recipient(Address.parse("r" + i + "@m" + number + ".example"), Set.of(), null));
            }
            return new Envelope(Address.parse("a@m" + number + ".example"), to, MailParameters.NONE);
        }

        PreparedMessage content() {
            try {
                return PreparedMessage.of(
                        streamed ? MessageSource.of(() -> new ByteArrayInputStream(octets), -1) : MessageSource.of(octets),
                        false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return "message " + number + " of " + octets.length + " octets to " + recipients;
        }
    }

    boolean lmtp() {
        return policy.protocol() == Protocol.LMTP;
    }

    static Plan of(Random random, boolean tls) {
        boolean inFlight = random.nextInt(2) == 0;
        boolean pipelining = inFlight || random.nextInt(4) > 0;
        boolean chunking = inFlight || random.nextInt(3) > 0;
        boolean large = random.nextInt(60) == 0;
        SendPolicy policy
                = new SendPolicy(random.nextBoolean(), true, true, large ? 4096 : SendPolicy.DEFAULT_CHUNK_SIZE, false)
                        .withOneFlight(inFlight || random.nextInt(3) == 0 ? OneFlight.ALWAYS : OneFlight.NEVER);
        List<Message> messages = new ArrayList<>();
        int count = 1 + random.nextInt(inFlight ? 5 : 3);
        for (int i = 0; i < count; i++) {
            boolean streamed = large && random.nextBoolean();
            int recipients = inFlight && random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3);
            byte[] octets = octets(streamed ? 70_000 + random.nextInt(30_000) : SIZES[random.nextInt(SIZES.length)], i);
            messages.add(new Message(i, recipients, octets, streamed));
        }
        long rest = random.nextInt(4) == 0 ? 1_700_000_003L : random.nextInt(3) - 1;
        boolean narrow = random.nextInt(tls ? 2 : 4) == 0;
        int finals = random.nextInt(3);
        SendPolicy spoken = policy.withProtocol(finals == 1 ? Protocol.LMTP : Protocol.SMTP);
        return new Plan(pipelining, chunking, finals == 2, spoken, messages, narrow, tls, rest);
    }

    private static byte[] octets(int size, int number) {
        byte[] octets = new byte[size];
        Arrays.fill(octets, (byte) ('a' + number));
        for (int i = 59; i < size; i += 60) {
            octets[i - 1] = '\r';
            octets[i] = '\n';
        }
        if (size > 1) {
            octets[size - 2] = '\r';
            octets[size - 1] = '\n';
        }
        if (size > 4) {
            octets[0] = '.';
        }
        return octets;
    }
}
