/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.load;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.smtpx.SmtpxConstants;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Composes messages of bodies that a JVM cannot hold, and sends them. Ends with a status other than 0 unless each was
 * delivered and the server has counted at least as many octets as the bodies have.
 */
public final class ComposedMemoryCheck {

    private static final byte[] LINE = ("r\u00e9sum\u00e9 ".repeat(7) + "0123456789\r\n").getBytes(StandardCharsets.UTF_8);

    private static final String TEXT = "text/plain; charset=UTF-8";

    private ComposedMemoryCheck() {
    }

    /** {@code MEBIBYTES} of each body. */
    public static void main(String[] args) throws Exception {
        long size = Long.parseLong(args[0]) << 20;
        Path file = Files.createTempFile("smtpx-composed", ".txt");
        boolean good = true;
        try {
            try (InputStream text = new Text(size)) {
                Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
            }
            GenericFile<Object> generic = new GenericFile<>();
            generic.setFile(file.toFile());
            good &= run(TEXT, true, new Text(size), null, size);
            good &= run(TEXT, false, generic, null, size);
            good &= run("application/pdf", true, new Text(size), null, size);
            good &= run("application/pdf", false, file.toFile(), null, size);
            good &= run(TEXT, true, new Text(size), file, 2 * size);
        } finally {
            Files.delete(file);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean run(String type, boolean chunking, Object body, @Nullable Path attachment, long least)
            throws Exception {
        CamelContext camel = new DefaultCamelContext();
        try (Drain drain = new Drain(Drain.clear(), chunking)) {
            camel.start();
            Exchange exchange = camel.createProducerTemplate().request(
                    "smtpx:localhost:" + drain.port() + "?from=ann@example.com&to=bob@example.org", mail -> {
                        AttachmentMessage message = mail.getMessage(AttachmentMessage.class);
                        message.setBody(body);
                        message.setHeader("Content-Type", type);
                        if (attachment != null) {
                            message.addAttachment("a.txt", new DataHandler(new FileDataSource(attachment.toFile())));
                        }
                    });
            Object outcome = exchange.getMessage().getHeader(SmtpxConstants.OUTCOME);
            boolean delivered = outcome instanceof Outcome.Delivered && drain.octets() >= least * 9 / 10;
            System.out.printf("%s, %s, %s: %,d octets counted  %s%n", type, body.getClass().getSimpleName(),
                    chunking ? "BDAT" : "DATA", drain.octets(), delivered ? "ok" : "NOT OK " + exchange.getException());
            return delivered;
        } finally {
            camel.stop();
        }
    }

    /** Lines of text without end, up to a size. */
    private static final class Text extends InputStream {
        private final long size;
        private long position;

        Text(long size) {
            this.size = size / LINE.length * LINE.length;
        }

        @Override
        public int read() {
            return position == size ? -1 : LINE[(int) (position++ % LINE.length)] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int from = (int) (position % LINE.length);
            int count = (int) Math.min(Math.min(length, LINE.length - from), size - position);
            System.arraycopy(LINE, from, into, offset, count);
            position += count;
            return count;
        }

    }
}
