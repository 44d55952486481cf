/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The test server itself, spoken to by hand. */
class SmtpxTestServerTest {

    private static final String ENVELOPE = "EHLO me|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|";

    private final SmtpxTestServer server = new SmtpxTestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesAMessageWithDataAndOneWithBdat() throws IOException {
        List<String> replies
                = talk(ENVELOPE + "DATA|..dot|.|MAIL FROM:<>|RCPT TO:<c@x.org> NOTIFY=NEVER|BDAT 4|ab|BDAT 3 LAST|c|QUIT");
        assertThat(replies).last().asString().startsWith("221");
        assertThat(server.messages()).hasSize(2);
        assertThat(server.messages().get(0).text()).isEqualTo(".dot\r\n");
        assertThat(server.messages().get(0).to()).containsExactly("b@x.org");
        assertThat(server.messages().get(1).text()).isEqualTo("ab\r\nc\r\n");
        assertThat(server.messages().get(1).chunks()).isEqualTo(2);
        assertThat(server.messages().get(1).sender()).isEmpty();
        assertThat(server.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            MAIL FROM:<a@x.org>                                     ; MAIL before EHLO
            EHLO me|RCPT TO:<a@x.org>                               ; RCPT without MAIL
            EHLO me|MAIL FROM:<a@x.org>|MAIL FROM:<a@x.org>         ; within a transaction
            EHLO me|MAIL FROM:a@x.org                               ; no command
            EHLO me|MAIL FROM:<a@x.org> FOO=1                       ; not offered: FOO=1
            EHLO me|MAIL FROM:<a@x.org> BODY=BINARYMIME             ; not offered: BODY=BINARYMIME
            HELO me|MAIL FROM:<a@x.org> SIZE=1                      ; not offered: SIZE=1
            EHLO me|MAIL FROM:<a@x.org> SIZE=1 SIZE=2               ; a parameter twice
            EHLO me|MAIL FROM:<ä@x.org>                             ; without SMTPUTF8
            EHLO me|DATA                                            ; DATA without MAIL
            EHLO me|XYZZY                                           ; not offered: XYZZY
            EHLO me|ETRN x.org                                      ; not offered: ETRN
            EHLO me|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|DATA|ä|.  ; without BODY=8BITMIME
            EHLO me|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|DATA|.x|. ; begins with one dot
            """)
    void notesWhatAClientMustNotDo(String lines, String violation) throws IOException {
        talk(lines + "|QUIT");
        assertThat(server.violations()).singleElement().asString().contains(violation);
        assertThatThrownBy(() -> server.afterEach(null)).isInstanceOf(AssertionError.class).hasMessageContaining(violation);
    }

    @Test
    void speaksLmtpWithAReplyForEachRecipient() throws IOException {
        server.lmtp().onContentFor("c@x.org").reply("452 4.2.2 full");
        server.onContent().times(1).reply("451 4.3.0 first of the others");
        List<String> replies = talk("EHLO me|LHLO me|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|RCPT TO:<C@x.org>|RCPT TO:<d@x.org>|"
                                    + "RCPT TO:<d@x.org>|DATA|hi|.|+|+|+|QUIT");
        assertThat(replies).endsWith("451 4.3.0 first of the others", "452 4.2.2 full", "250 2.1.5 <d@x.org> saved",
                "250 2.1.5 <d@x.org> saved", "221 2.0.0 Bye");
        assertThat(server.message().to()).containsExactly("d@x.org", "d@x.org");
        assertThat(server.violations()).isEmpty();
    }

    @Test
    void speaksPrdrWhereTheClientRequestsIt() throws IOException {
        server.offersAlso("PRDR").onContentFor("c@x.org").reply("550 5.7.1 not for c");
        List<String> replies = talk("EHLO me|MAIL FROM:<a@x.org> PRDR|RCPT TO:<b@x.org>|RCPT TO:<c@x.org>|DATA|hi|.|+|+|+|"
                                    + "MAIL FROM:<a@x.org> PRDR|RCPT TO:<b@x.org>|DATA|hi|.|"
                                    + "MAIL FROM:<a@x.org> PRDR|RCPT TO:<c@x.org>|RCPT TO:<c@x.org>|DATA|hi|.|+|+|+|QUIT");
        assertThat(replies).containsSubsequence("353 content analysis has started", "250 2.1.5 <b@x.org> accepted",
                "550 5.7.1 not for c", "250 2.0.0 Ok: queued as 1", "354 go on", "250 2.0.0 Ok: queued as 2",
                "353 content analysis has started", "550 5.7.1 not for c", "550 5.7.1 not for c",
                "550 5.7.1 rejected for all recipients");
        assertThat(server.messages()).extracting(ReceivedMessage::to)
                .containsExactly(List.of("b@x.org"), List.of("b@x.org"));
        assertThat(server.violations()).isEmpty();
    }

    @Test
    void receiverDecidesAboutMessages() throws IOException {
        List<ReceivedMessage> received = new ArrayList<>();
        server.receiver(message -> {
            received.add(message);
            return received.size() == 1 ? "250 2.0.0 stored" : null;
        });
        List<String> replies = talk(ENVELOPE + "DATA|one|.|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|DATA|two|.|QUIT");
        assertThat(replies).endsWith("250 2.0.0 stored", "250 2.1.0 Ok", "250 2.1.5 Ok", "354 go on");
        assertThat(received).extracting(ReceivedMessage::text).containsExactly("one\r\n", "two\r\n");
        assertThat(server.messages()).isEmpty();
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void ruleAppliesToRecipientsThatMeetACondition() throws IOException {
        server.onRecipient(address -> address.startsWith("gone")).reply("550 5.1.1 no such user");
        assertThat(talk("EHLO me|MAIL FROM:<a@x.org>|RCPT TO:<Gone-1@x.org>|RCPT TO:<b@x.org>"))
                .endsWith("550 5.1.1 no such user", "250 2.1.5 Ok");
    }

    @Test
    void latencyDelaysEveryReply() throws IOException {
        server.latency(Duration.ofMillis(20));
        long start = System.nanoTime();
        assertThat(talk("EHLO me|QUIT")).endsWith("221 2.0.0 Bye");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void notesWhatIsSentTooEarly() throws IOException {
        server.offers();
        try (Socket socket = new Socket("localhost", server.port())) {
            BufferedReader replies = reader(socket);
            replies.readLine();
            write(socket, "EHLO me\r\nMAIL FROM:<a@x.org>\r\nQUIT\r\n");
            while (replies.readLine() != null) {
                assertThat(server.messages()).isEmpty();
            }
        }
        assertThat(server.violations()).anyMatch(text -> text.contains("behind EHLO"))
                .anyMatch(text -> text.contains("behind MAIL"));
    }

    @Test
    void repliesAsScripted() throws IOException {
        server.onGreeting().reply("220 hello", "there");
        server.onRecipient("B@x.org").times(1).reply("450 4.2.1 busy");
        server.onContent().times(1).reply("451 4.3.0 later");
        List<String> replies = talk("EHLO me|MAIL FROM:<a@x.org>|RCPT TO:<b@x.org>|RCPT TO:<b@x.org>|BDAT 2 LAST||QUIT");
        assertThat(replies).contains("220-hello", "220 there", "450 4.2.1 busy", "451 4.3.0 later");
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void dropsTheConnectionAndKeepsNothing() throws IOException {
        server.onContent().drop();
        List<String> replies = talk(ENVELOPE + "BDAT 2 LAST|");
        assertThat(replies).last().asString().startsWith("250 2.1.5");
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void letsTimePass() throws IOException {
        server.on("NOOP").times(1).delay(Duration.ofMillis(300));
        long start = System.nanoTime();
        assertThat(talk("EHLO me|NOOP|QUIT")).contains("250 2.0.0 Ok");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void says421AndCloses() throws IOException {
        server.on("RCPT").closeWith("421 4.3.2 going down");
        assertThat(talk(ENVELOPE + "DATA|x|.|QUIT")).last().isEqualTo("421 4.3.2 going down");
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void thePageNamesEveryMethod() throws IOException {
        String page = Files.readString(Path.of("src", "main", "docs", "testkit.adoc"));
        for (Class<?> type : List.of(SmtpxTestServer.class, Rule.class, ReceivedMessage.class)) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .map(Method::getName).filter(name -> !name.matches("(before|after)(Each|All)|equals|hashCode|toString"))
                    .forEach(name -> assertThat(page).contains("`" + name + "("));
        }
    }

    /** Users have it in a jar of its own. */
    @Test
    void needsNothingButTheJdkAndJUnit() {
        JavaClasses kit = new ClassFileImporter().withImportOption(location -> !location.contains("Test.class"))
                .withImportOption(location -> !location.contains("Test$")).importPackages(Rule.class.getPackageName());
        assertThat(kit.contain(SmtpxTestServer.class)).isTrue();
        ArchRuleDefinition.classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.net.ssl..", "org.junit.jupiter.api..", "org.jspecify..",
                        Rule.class.getPackageName())
                .check(kit);
    }

    @Test
    void waitsForALatch() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        server.on("NOOP").signal(there).hold(gate);
        Thread opener = new Thread(() -> {
            try {
                there.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gate.countDown();
        });
        opener.start();
        assertThat(talk("EHLO me|NOOP|QUIT")).contains("250 2.0.0 Ok");
        opener.join();
    }

    /** One line at a time; in DATA until the dot, and behind BDAT, without waiting. */
    private List<String> talk(String lines) throws IOException {
        List<String> heard = new ArrayList<>();
        try (Socket socket = new Socket("localhost", server.port())) {
            BufferedReader replies = reader(socket);
            boolean more = reply(replies, heard);
            boolean content = false;
            for (String line : lines.strip().split("\\|", -1)) {
                if (!more) {
                    break;
                }
                if (line.equals("+")) { // another reply to the same
                    more = reply(replies, heard);
                    continue;
                }
                write(socket, line + "\r\n");
                if (line.equals(".") || !content && !line.startsWith("BDAT")) {
                    content = line.equals("DATA");
                    more = reply(replies, heard);
                    content &= heard.get(heard.size() - 1).startsWith("354");
                } else if (line.startsWith("BDAT")) {
                    content = true;
                } else if (!lines.contains("DATA|") || !heard.get(heard.size() - 1).startsWith("354")) {
                    content = false;
                    more = reply(replies, heard);
                }
            }
        }
        return heard;
    }

    private static boolean reply(BufferedReader replies, List<String> heard) throws IOException {
        String line;
        do {
            line = replies.readLine();
            if (line != null) {
                heard.add(line);
            }
        } while (line != null && line.charAt(3) == '-');
        return line != null;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
