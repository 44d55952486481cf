/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The charset of a body: that of contentType, else that of the exchange, else UTF-8, whatever the body is. */
class BodyCharsetTest {

    private static final String TEXT = "Gr\u00fc\u00dfe";

    /** The kinds of bodies. */
    enum Kind {
        OCTETS,
        STREAM,
        STREAM_CACHE,
        FILE,
        PATH,
        WRAPPED_FILE,
        STRING,
        BUILDER,
        READER,
        READER_CACHE;

        boolean isText() {
            return ordinal() >= STRING.ordinal();
        }
    }

    @TempDir
    Path folder;

    private Object body(Kind kind, String text, Charset charset) throws IOException {
        byte[] octets = text.getBytes(charset);
        return switch (kind) {
            case OCTETS -> octets;
            case STREAM -> new ByteArrayInputStream(octets);
            case STREAM_CACHE -> new InputStreamCache(octets);
            case FILE -> file(octets).toFile();
            case PATH -> file(octets);
            case WRAPPED_FILE -> new Wrapped(file(octets).toFile());
            case STRING -> text;
            case BUILDER -> new StringBuilder(text);
            case READER -> new StringReader(text);
            case READER_CACHE -> new ReaderCache(text);
        };
    }

    private Path file(byte[] octets) throws IOException {
        return Files.write(Files.createTempFile(folder, "body", ".txt"), octets);
    }

    private record Wrapped(File file) implements WrappedFile<File> {
        @Override
        public File getFile() {
            return file;
        }

        @Override
        public Object getBody() {
            return null;
        }

        @Override
        public long getFileLength() {
            return file.length();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTypesCharsetCounts(Kind kind) throws Exception {
        for (String type : List.of("text/plain", "application/xml", "text/csv", "application/x-any")) {
            Composing composing = Composing.body(body(kind, TEXT, StandardCharsets.ISO_8859_1))
                    .contentType(type + "; charset=iso-8859-1");
            composing.exchange.setProperty(Exchange.CHARSET_NAME, "UTF-16");
            assertRead(composing.read(), "ISO-8859-1", TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thenTheCharsetOfTheExchange(Kind kind) throws Exception {
        for (String type : new String[] { null, "text/plain", "text/html" }) {
            Composing composing = Composing.body(body(kind, TEXT, StandardCharsets.ISO_8859_1)).contentType(type);
            composing.exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
            assertRead(composing.read(), "ISO-8859-1", TEXT);
            Composing header = Composing.body(body(kind, TEXT, StandardCharsets.ISO_8859_1)).contentType(type)
                    .header(Exchange.CHARSET_NAME, "ISO-8859-1");
            assertRead(header.read(), "ISO-8859-1", TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thenUtf8(Kind kind) throws Exception {
        assertRead(Composing.body(body(kind, TEXT, StandardCharsets.UTF_8)).read(), "UTF-8", TEXT);
        MimeMessage json = Composing.body(body(kind, TEXT, StandardCharsets.UTF_8)).contentType("application/json").read();
        assertThat(json.getContentType()).isEqualTo("application/json");
        assertThat(json.getInputStream().readAllBytes()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = { "STRING", "BUILDER", "READER", "READER_CACHE" })
    void aTextThatTheCharsetLacksGoesInUtf8(Kind kind) throws Exception {
        for (String type : List.of("text/plain", "application/xml")) {
            Composing composing = Composing.body(body(kind, "5 \u20ac \ud83d\ude00", StandardCharsets.UTF_8))
                    .contentType(type + "; charset=iso-8859-1");
            assertRead(composing.read(), "UTF-8", "5 \u20ac \ud83d\ude00");
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "OCTETS", "STREAM", "STREAM_CACHE", "FILE", "PATH", "WRAPPED_FILE" })
    void octetsThatAreNoTextInTheCharsetAreRefused(Kind kind) throws Exception {
        Object body = body(kind, TEXT, StandardCharsets.ISO_8859_1);
        assertThatIllegalArgumentException().isThrownBy(Composing.body(body)::compose)
                .withMessageContaining("no text in UTF-8");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Composing.body("a\ud83d")::compose).withMessageContaining("surrogate");
        assertThatIllegalArgumentException().isThrownBy(Composing.body("a").subject("a\ude00b")::compose)
                .withMessageContaining("surrogate");
    }

    @Test
    void halfASurrogatePairInAnotherHeaderStopsNoMail() throws Exception {
        Composing composing = Composing.body("a").header("Organization", "a\ud83d").header("List-Unsubscribe", "<x:\ude00>");
        assertThat(composing.compose().warnings()).hasSize(2).allMatch(warning -> warning.contains("surrogate"));
        assertThat(composing.text()).doesNotContain("Organization").doesNotContain("List-Unsubscribe");
        Composing attached = Composing.body("a").attach("a\ud83d.txt", "text/plain; x=\ude00", new byte[] { 1 });
        assertThat(attached.readMultipart().getBodyPart(1).getFileName()).isEqualTo("a_.txt");
        assertThat(attached.compose().warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
            "cp932, windows-31j", "CP932, windows-31j", "windows-31j, windows-31j", "ms932, windows-31j",
            "shift_jis, Shift_JIS",
            "iso-2022-jp, ISO-2022-JP", "euc-jp, EUC-JP", "cp936, GBK", "gb18030, GB18030", "latin1, ISO-8859-1",
            "cp1252, windows-1252", "koi8-r, KOI8-R", "macroman, UTF-8", "cp949, UTF-8", "cp950, UTF-8", "utf-16, UTF-8",
            "utf-32, UTF-8" })
    void aLabelIsOneOfIana(String given, String sent) throws Exception {
        for (String text : List.of("abc", "\u3042\u6f22", "\u00e9\u20ac")) {
            Composing composing = Composing.body(text).contentType("text/plain; charset=" + given);
            assertThat(composing.read().getContent()).isEqualTo(text);
            assertThat(label(composing.read())).isIn(sent, "UTF-8");
            assertThat(Charset.forName(label(composing.read())).isRegistered()).isTrue();
        }
        assertThat(label(Composing.body("abc").contentType("text/plain; charset=" + given).read())).isEqualTo(sent);
    }

    @Test
    void octetsInACodePageOfWindowsAreRead() throws Exception {
        byte[] octets = "\uff5e\u2460\u9ad9".getBytes("windows-31j");
        assertThat(Composing.body(octets).contentType("text/plain; charset=cp932").read().getContent())
                .isEqualTo("\uff5e\u2460\u9ad9");
    }

    @Test
    void anAttachedTextIsNotCutToUsAscii() throws Exception {
        for (String type : List.of("text/plain", "text/html; charset=iso-8859-1", "text/csv; charset=utf-8")) {
            Composing composing = Composing.body("x").attach("a.txt", new DataHandler(TEXT + "\u20ac", type));
            var part = composing.readMultipart().getBodyPart(1);
            String charset = new ContentType(part.getContentType()).getParameter("charset");
            assertThat(new String(part.getInputStream().readAllBytes(), charset)).isEqualTo(TEXT + "\u20ac");
        }
    }

    /** Texts of random letters in any charset there is, as octets and as text. */
    @Test
    void anyTextInAnyCharsetArrives() throws Exception {
        Random random = new Random(7);
        for (Charset charset : Charset.availableCharsets().values()) {
            if (!charset.canEncode()) {
                continue;
            }
            for (int round = 0; round < 2; round++) {
                String text = text(random, charset);
                // Not every charset of Java reads what it wrote
                if (new String(text.getBytes(charset), charset).equals(text)) {
                    Composing octets
                            = Composing.body(text.getBytes(charset)).contentType("text/plain; charset=" + charset.name());
                    assertThat(octets.read().getContent()).as(charset.name()).isEqualTo(text);
                }
                Composing string = Composing.body(text).contentType("text/plain; charset=" + charset.name());
                assertThat(string.read().getContent()).as(charset.name()).isEqualTo(text);
            }
        }
    }

    private static String text(Random random, Charset charset) {
        StringBuilder text = new StringBuilder();
        var encoder = charset.newEncoder();
        for (int tries = 0; tries < 200; tries++) {
            char c = (char) (' ' + random.nextInt(random.nextInt(3) == 0 ? 0x60 : random.nextBoolean() ? 0x700 : 0xD7E0));
            if (!Character.isISOControl(c) && Character.isDefined(c) && encoder.canEncode(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Test
    void theDefaultCharsetOfThePlatformHasNoInfluence() throws Exception {
        Process child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfile.encoding=US-ASCII",
                "-Dsun.jnu.encoding=ANSI_X3.4-1968", "-cp", System.getProperty("java.class.path"), Child.class.getName())
                .redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.strip()).isEqualTo(Child.contents().strip());
    }

    /** Prints what is sent, in base64. */
    static final class Child {

        private Child() {
        }

        public static void main(String[] arguments) throws Exception {
            System.out.println(contents());
        }

        static String contents() throws Exception {
            BodyCharsetTest test = new BodyCharsetTest();
            test.folder = Files.createTempDirectory("charset");
            StringBuilder contents = new StringBuilder();
            for (Kind kind : Kind.values()) {
                for (String type : new String[] { null, "text/html", "application/xml", "text/plain; charset=iso-8859-15" }) {
                    Charset charset = Charset.forName(type != null && type.contains("15") ? "ISO-8859-15" : "UTF-8");
                    Composing composing = Composing.body(test.body(kind, TEXT + " \u20ac", charset)).contentType(type)
                            .subject(TEXT).attach(TEXT, new DataHandler(TEXT + " \u20ac", "text/plain"));
                    MimeMessage message = composing.read();
                    var parts = (jakarta.mail.internet.MimeMultipart) message.getContent();
                    contents.append(kind).append(' ').append(message.getHeader("Subject", null));
                    for (int i = 0; i < parts.getCount(); i++) {
                        contents.append(' ').append(parts.getBodyPart(i).getContentType().toLowerCase(Locale.ROOT)).append(' ')
                                .append(
                                        Base64.getEncoder()
                                                .encodeToString(parts.getBodyPart(i).getInputStream().readAllBytes()));
                    }
                    contents.append('\n');
                }
            }
            return contents.toString().replaceAll("[^ -~\n]", "");
        }
    }

    private static void assertRead(MimeMessage message, String charset, String text) throws Exception {
        assertThat(label(message)).isEqualTo(charset);
        assertThat(new String(message.getInputStream().readAllBytes(), charset)).isEqualTo(text);
    }

    private static String label(MimeMessage message) throws Exception {
        return new ContentType(message.getContentType()).getParameter("charset");
    }
}
