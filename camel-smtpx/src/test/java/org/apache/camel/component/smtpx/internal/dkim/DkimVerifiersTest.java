/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.dkim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.smtpx.SmtpxHeaderFilterStrategy;
import org.apache.camel.component.smtpx.internal.compose.ComposeSettings;
import org.apache.camel.component.smtpx.internal.compose.ListUnsubscribe;
import org.apache.camel.component.smtpx.internal.compose.MessageComposer;
import org.apache.camel.component.smtpx.internal.content.ContentEncoder;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Signatures of random messages, verified by software of others: Apache James jDKIM always, dkimpy (Debian package
 * python3-dkim) and Mail::DKIM (libmail-dkim-perl) where they are installed.
 */
class DkimVerifiersTest {

    private static final int RAW = 3000;
    private static final int COMPOSED = 1000;
    private static final List<String> NAMES = List.of(
            "From", "from", "To", "Cc", "Subject", "SUBJECT", "Date", "Message-ID", "Reply-To", "Sender", "MIME-Version",
            "Content-Type", "Content-Transfer-Encoding", "References", "In-Reply-To", "List-Id", "List-Unsubscribe",
            "List-Unsubscribe-Post", "Received", "X-Any", "Auto-Submitted", "Content-Disposition");
    /**
     * What is rare in real mail, and text. FF and VT are not at the ends of a value: verifiers differ in trimming them.
     */
    private static final List<String> PARTS = List.of(
            " ", "  ", "\t", "\r\n ", "\r\n\t \t", "a", "word", "=?UTF-8?Q?=C3=A4?=", "<x@y.example>", ";", ":", "\u001f",
            "\u0001", "a\u000bb", "a\fb", "\u00e4", "\u00a0", "\u0085", "\u007f", ",", "\"", "b=;", "x".repeat(90));
    private static final List<String> BODY = List.of(
            "\r\n", "\n", "\r\n\r\n", " ", "\t", "  \r\n", "text", "a b", ".", "\r\n.\r\n", "\u00fc", "\f", "\u000b", "\u001f",
            "\u00a0", "\r\n \t\r\n", "From here", "x".repeat(300));

    private static final String DKIMPY = """
            import os, sys, dkim
            record = sys.argv[2].encode()
            for name in sorted(os.listdir(sys.argv[1])):
                with open(os.path.join(sys.argv[1], name), 'rb') as f:
                    try:
                        good = dkim.verify(f.read(), dnsfunc=lambda *a, **k: record)
                    except Exception as e:
                        good = False
                if not good:
                    print(name)
            """;
    private static final String MAIL_DKIM = """
            use Mail::DKIM::Verifier;
            use Mail::DKIM::PublicKey;
            my ($folder, $record) = @ARGV;
            no warnings;
            *Mail::DKIM::PublicKey::fetch_async = sub {
                my ($class, %options) = @_;
                return sub { $options{Callbacks}{Success}->(Mail::DKIM::PublicKey->parse($record)) };
            };
            opendir(my $dir, $folder);
            for my $name (sort grep { /eml/ } readdir $dir) {
                my $verifier = Mail::DKIM::Verifier->new();
                open(my $in, '<:raw', "$folder/$name");
                while (<$in>) { s/\\015?\\012\\z//; $verifier->PRINT("$_\\015\\012"); }
                $verifier->CLOSE;
                print "$name\\n" unless $verifier->result eq 'pass';
            }
            """;

    private static KeyPair keys;
    private static DkimSigner signer;
    private static String dns;

    /** Control characters but those of lines, and octets above 127. */
    private static final Pattern ODD = Pattern.compile("[^\\t\\r\\n -~]");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        keys = generator.generateKeyPair();
        signer = new DkimSigner(
                "example.com", "mail", DkimKey.pem("-----BEGIN PRIVATE KEY-----\n"
                                                   + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                                                   + "\n-----END PRIVATE KEY-----\n"));
        dns = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    @Test
    void jdkimVerifiesRandomMessages() throws Exception {
        int verified = 0;
        for (byte[] signed : signed(raw(RAW / 10))) {
            if (body(signed).isBlank() || ODD.matcher(new String(signed, StandardCharsets.ISO_8859_1)).find()) {
                // jDKIM has another hash for an empty body than RFC 6376, section 3.4.4, and other white space
                continue;
            }
            verified++;
            assertThat(new DKIMVerifier((method, selector, domain) -> List.of(dns)).verify(new ByteArrayInputStream(signed)))
                    .as(new String(signed, StandardCharsets.ISO_8859_1)).hasSize(1);
        }
        assertThat(verified).isPositive();
        for (byte[] signed : signed(composed(COMPOSED / 10))) {
            assertThat(new DKIMVerifier((method, selector, domain) -> List.of(dns)).verify(new ByteArrayInputStream(signed)))
                    .hasSize(1);
        }
    }

    @Test
    @Tag("slow")
    void dkimpyVerifiesRandomMessages() throws Exception {
        // Debian's modules belong to Debian's Python, which is not always the first of the path
        String python = runs("python3", "-c", "import dkim") ? "python3" : "/usr/bin/python3";
        assumeTrue(runs(python, "-c", "import dkim"), "dkimpy is not installed (Debian: python3-dkim)");
        store();
        assertThat(run(python, "-c", DKIMPY, folder.toString(), dns)).isEmpty();
    }

    @Test
    @Tag("slow")
    void mailDkimVerifiesRandomMessages() throws Exception {
        assumeTrue(runs("perl", "-MMail::DKIM::Verifier", "-e", "1"),
                "Mail::DKIM is not installed (Debian: libmail-dkim-perl)");
        store();
        assertThat(run("perl", "-e", MAIL_DKIM, folder.toString(), dns)).isEmpty();
    }

    private void store() throws Exception {
        int number = 0;
        for (byte[] message : signed(raw(RAW))) {
            Files.write(folder.resolve(String.format("raw-%04d.eml", number++)), message);
        }
        for (byte[] message : signed(composed(COMPOSED))) {
            Files.write(folder.resolve(String.format("composed-%04d.eml", number++)), message);
        }
    }

    /** Each message as a server gets it: line ends are CRLF, and the last one is there. */
    private static List<byte[]> signed(List<byte[]> messages) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (byte[] message : messages) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(signer.sign(MessageSource.of(message)).field());
            ContentEncoder lines = ContentEncoder.canonical();
            byte[] sent = new byte[lines.bound(message.length) + ContentEncoder.FINISH_BOUND];
            int length = lines.encode(message, 0, message.length, sent, 0);
            length += lines.finish(sent, length);
            out.write(sent, 0, length);
            if (length == 0 || sent[length - 1] != '\n') {
                out.writeBytes(new byte[] { '\r', '\n' });
            }
            all.add(out.toByteArray());
        }
        return all;
    }

    private static List<byte[]> raw(int count) {
        Random random = new Random(20);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder message = new StringBuilder();
            int from = random.nextInt(6);
            for (int field = 0; field <= from + random.nextInt(6); field++) {
                String name = field == from ? "From" : NAMES.get(random.nextInt(NAMES.size()));
                message.append(name).append(':').append(value(random)).append("\r\n");
            }
            if (message.indexOf("From:") < 0) {
                message.append("From: a@example.com\r\n");
            }
            message.append("\r\n");
            for (int parts = random.nextInt(30); parts > 0; parts--) {
                message.append(BODY.get(random.nextInt(BODY.size())));
            }
            String text = message.toString();
            messages.add((i % 3 == 0 ? text.replace("\r\n", "\n") : text).getBytes(StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    /** Never a line of white space alone: some readers end the header there. */
    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int parts = random.nextInt(12); parts > 0; parts--) {
            value.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return value.append('.').toString().replaceAll("\r\n[ \t]+(?=\r\n)", "").replaceAll("[.]$",
                random.nextBoolean() ? "." : " . \t");
    }

    @SuppressWarnings("try") // close() of a context may be interrupted
    private static List<byte[]> composed(int count) throws Exception {
        Random random = new Random(21);
        List<byte[]> messages = new ArrayList<>();
        try (CamelContext context = new DefaultCamelContext()) {
            for (int i = 0; i < count; i++) {
                Exchange exchange = new DefaultExchange(context);
                exchange.getMessage().setBody(text(random, 200));
                exchange.getMessage().setHeader("Comments", text(random, 30).replaceAll("[\r\n]", ""));
                exchange.getMessage().setHeader("List-Unsubscribe",
                        "<https://example.org/" + "u".repeat(random.nextInt(90)) + ">");
                for (int attachments = random.nextInt(3); attachments > 0; attachments--) {
                    byte[] octets = new byte[random.nextInt(3000)];
                    random.nextBytes(octets);
                    exchange.getMessage(AttachmentMessage.class).addAttachment(
                            text(random, 12), new DataHandler(new ByteArrayDataSource(octets, "image/png")));
                }
                MessageComposer composer = new MessageComposer(
                        new ComposeSettings(
                                "Ann <ann@example.com>", "bob@example.org", null, null, null,
                                text(random, 60).replaceAll("[\r\n]", ""), random.nextBoolean() ? "text/html" : null,
                                ComposeSettings.ALTERNATIVE_BODY_HEADER, false, false, false, false,
                                new SmtpxHeaderFilterStrategy(), new ListUnsubscribe(null, false)));
                try (InputStream in = composer.compose(exchange).source().open()) {
                    messages.add(in.readAllBytes());
                }
            }
        }
        return messages;
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        String letters = "abc xyz\u00e4\u00df\u20ac\u0416\u4e2d. =?\t\n<>\"";
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String body(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 2);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The lines that a command prints: the files whose signature is not verified. */
    private static List<String> run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
