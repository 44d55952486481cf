/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.mail.Envelope;
import org.apache.camel.component.smtpx.mail.Failure;
import org.apache.camel.component.smtpx.mail.InvalidAddressException;
import org.apache.camel.component.smtpx.mail.MailParameters;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.component.smtpx.mail.NoReplyException;
import org.apache.camel.component.smtpx.mail.Outcome;
import org.apache.camel.component.smtpx.mail.RecipientResult;
import org.apache.camel.component.smtpx.mail.RecipientResult.Fate;
import org.apache.camel.component.smtpx.mail.Stage;
import org.apache.camel.component.smtpx.testkit.SmtpxTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The client as a program without Camel uses it. */
@Timeout(60)
class SmtpClientTest {

    private static final String MAIL = "Subject: hello\r\n\r\nHello Bob.\r\n";
    private static final Envelope ENVELOPE = Envelope.of("me@example.org", "ann@example.org", "bob@example.com");

    @RegisterExtension
    final SmtpxTestServer server = new SmtpxTestServer();

    @TempDir
    Path folder;

    private SmtpClientBuilder local() {
        return SmtpClient.builder("127.0.0.1").port(server.port()).hello("client.test");
    }

    private static MessageSource mail() {
        return MessageSource.of(MAIL.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void runsTheExampleOfTheReadme() throws Exception {
        server.authenticates("me", "secret");
        String secret = "secret";
        Path letter = Files.writeString(folder.resolve("letter.eml"), MAIL);
        List<RecipientResult> results = new ArrayList<>();
        try (SmtpClient client = SmtpClient.builder("127.0.0.1").port(server.port())
                .credentials(Credentials.password("me", secret)).allowCleartextAuth(true).build()) {
            Envelope envelope = Envelope.of("me@example.org", "ann@example.org", "bob@example.com");
            Outcome outcome = client.send(envelope, MessageSource.of(letter)).join();
            outcome.results().forEach(results::add);
        }
        assertThat(results).extracting(RecipientResult::fate).containsExactly(Fate.DELIVERED, Fate.DELIVERED);
        assertThat(server.message().text()).isEqualTo(MAIL);
        assertThat(server.message().sender()).isEqualTo("me@example.org");
        assertThat(server.openConnections()).isZero();
    }

    @Test
    void compilesTheExampleOfTheReadme() throws IOException {
        Path readme = Path.of("..", "README.md");
        Matcher code = Pattern.compile("```java\\R((?:(?!```)[\\s\\S])*?SmtpClient\\.builder[\\s\\S]*?)```")
                .matcher(Files.exists(readme) ? Files.readString(readme) : "");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null && code.find(), "needs a JDK, and the README with its example of SmtpClient");
        Path source = Files.writeString(folder.resolve("Example.java"), """
                import java.nio.file.Path;
                import org.apache.camel.component.smtpx.auth.*;
                import org.apache.camel.component.smtpx.client.*;
                import org.apache.camel.component.smtpx.mail.*;
                class Example {
                    void run(String secret) {
                """ + code.group(1) + "}}");
        assertThat(compiler.run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), "-d",
                folder.toString(), source.toString())).isZero();
    }

    @Test
    void requiresTlsWhenItHasCredentials() {
        server.authenticates("me", "secret");
        try (SmtpClient client = local().credentials(Credentials.password("me", "secret")).build()) {
            Outcome outcome = client.send(ENVELOPE, mail()).join();
            assertThat(outcome).isInstanceOf(Outcome.NotDelivered.class);
            assertThat(outcome.stage()).isEqualTo(Stage.HELLO);
        }
        assertThat(server.commands("AUTH")).isEmpty();
    }

    @Test
    void deliversToAcceptedRecipientsWithSkipBad() {
        server.onRecipient("ann@example.org").reply("550 5.1.1 unknown");
        try (SmtpClient client = local().skipBad(true).build()) {
            Outcome outcome = client.send(ENVELOPE, mail()).join();
            assertThat(outcome.results()).extracting(RecipientResult::fate).containsExactly(Fate.REJECTED, Fate.DELIVERED);
        }
    }

    @Test
    void oneMessageDecidesAboutRejectedRecipients() {
        server.onRecipient("ann@example.org").reply("550 5.1.1 unknown");
        try (SmtpClient client = local().build()) {
            assertThat(client.send(ENVELOPE, mail(), true).join().results()).extracting(RecipientResult::fate)
                    .containsExactly(Fate.REJECTED, Fate.DELIVERED);
            assertThat(client.send(ENVELOPE, mail()).join().results()).extracting(RecipientResult::fate)
                    .containsExactly(Fate.REJECTED, Fate.FAILED);
        }
        assertThat(server.messages()).hasSize(1);
    }

    @Test
    void parametersOfMailBelongToTheEnvelope() {
        Envelope named = ENVELOPE.withParameters(MailParameters.NONE.withEnvelopeId("id+1"));
        try (SmtpClient client = local().build()) {
            assertThat(client.send(named, mail()).join()).isInstanceOf(Outcome.Delivered.class);
        }
        assertThat(server.commands("MAIL")).singleElement().asString().contains("ENVID=id+2B1");
    }

    @Test
    void saysHeloAtOnceWithoutEsmtpAndNothingWithoutHello() {
        try (SmtpClient client = local().esmtp(false).build()) {
            assertThat(client.noop().join().code()).isEqualTo(250);
        }
        assertThat(server.commands("EHLO")).isEmpty();
        assertThat(server.commands("HELO")).hasSize(1);
        try (SmtpClient client = local().sendHello(false).build()) {
            assertThat(client.noop().join().code()).isEqualTo(250);
        }
        assertThat(server.commands("HELO")).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> local().sendHello(false).credentials(Credentials.password("me", "secret")).build())
                .withMessageContaining("sendHello");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void ignoredExtensionsCountAsNotOffered(boolean synchronous) {
        try (SmtpClient client = local().ignoreExtensions("CHUNKING", "pipelining").synchronous(synchronous).build()) {
            assertThat(client.send(ENVELOPE, mail()).join().results()).extracting(RecipientResult::fate)
                    .containsOnly(Fate.DELIVERED);
        }
        assertThat(server.message().chunks()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> local().ignoreExtensions("STARTTLS"))
                .withMessageContaining("starttls=never");
    }

    @Test
    void oneTimeoutWinsOverTheCommonOneInAnyOrder() {
        CountDownLatch silence = new CountDownLatch(1);
        server.on("RCPT").hold(silence);
        Duration shortly = Duration.ofMillis(200);
        try (SmtpClient client = local().commandTimeout(shortly).timeout(Duration.ofMinutes(1)).build()) {
            Outcome outcome = client.send(ENVELOPE, mail()).join();
            assertThat(outcome.failure()).isNotNull();
            assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT);
            assertThat(outcome.failure().text()).contains("200 ms");
        } finally {
            silence.countDown();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> local().blockTimeout(Duration.ZERO));
    }

    @Test
    void deliversToNoRecipientWithoutSkipBad() {
        server.onRecipient("ann@example.org").reply("550 5.1.1 unknown");
        try (SmtpClient client = local().build()) {
            Outcome outcome = client.send(ENVELOPE, mail()).join();
            assertThat(outcome.results()).extracting(RecipientResult::fate).containsExactly(Fate.REJECTED, Fate.FAILED);
        }
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void anUnreadableSourceEndsAsAnOutcome() {
        MessageSource broken = MessageSource.of(() -> {
            throw new IOException("the disk is gone");
        }, 10);
        try (SmtpClient client = local().build()) {
            Outcome outcome = client.send(ENVELOPE, broken).join();
            assertThat(outcome.results()).extracting(RecipientResult::fate).containsOnly(Fate.FAILED);
            assertThat(outcome.failure()).isNotNull();
            assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.SOURCE);
            assertThat(outcome.failure().text()).contains("the disk is gone");
        }
    }

    @Test
    void takesTheNextHostWhenOneRefusesConnections() throws Exception {
        int closed;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (SmtpClient client = SmtpClient.builder("127.0.0.1:" + closed, server.address()).hello("client.test").build()) {
            assertThat(client.send(ENVELOPE, mail()).join()).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void asksTheServer() {
        server.offersAlso("ETRN");
        server.on("ETRN").reply("250 queued");
        server.on("VRFY").reply("252 2.5.0 perhaps");
        server.on("EXPN").reply("250 <ann@example.org>", "<bob@example.com>");
        server.on("HELP").reply("214 read RFC 5321");
        try (SmtpClient client = local().build()) {
            assertThat(client.etrn("example.org").join().code()).isEqualTo(250);
            assertThat(client.verify("ann").join().code()).isEqualTo(252);
            assertThat(client.expand("staff").join().lines()).containsExactly("<ann@example.org>", "<bob@example.com>");
            assertThat(client.help(null).join().code()).isEqualTo(214);
            assertThat(client.noop().join().code()).isEqualTo(250);
            assertThat(client.status()).isEqualTo(new PoolStatus(1, 1, 0, 0));
        }
    }

    @Test
    void callbacksMayBlockAndRunOffTheEventLoops() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
        try (SmtpClient client = local().executor(workers).maxConnections(1).build()) {
            String thread = client.send(ENVELOPE, mail()).thenApply(outcome -> {
                client.noop().join();
                return Thread.currentThread().getName();
            }).get(30, TimeUnit.SECONDS);
            assertThat(thread).isEqualTo("mine");
        } finally {
            assertThat(workers.isShutdown()).isFalse();
            workers.shutdown();
        }
    }

    @Test
    void aSynchronousSendIsCompleteWhenItReturns() {
        try (SmtpClient client = local().synchronous(true).build()) {
            assertThat(client.send(ENVELOPE, mail())).isCompletedWithValueMatching(Outcome.Delivered.class::isInstance);
            assertThat(client.noop()).isCompletedWithValueMatching(reply -> reply.code() == 250);
        }
    }

    @Test
    void tellsTheTranscript() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (SmtpClient client = local().transcript(lines::add).build()) {
            client.noop().join();
        }
        assertThat(lines).anyMatch(line -> line.contains("EHLO client.test")).anyMatch(line -> line.contains("NOOP"));
    }

    @Test
    void closeWaitsForSendsUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        server.onContent().signal(arrived).delay(Duration.ofMillis(200));
        SmtpClient client = local().build();
        CompletableFuture<Outcome> sent = client.send(ENVELOPE, mail());
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        client.close(Duration.ofSeconds(30));
        assertThat(sent.get(5, TimeUnit.SECONDS)).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void aClosedClientFailsSendsAndCommands() throws Exception {
        for (boolean synchronous : new boolean[] { false, true }) {
            SmtpClient client = local().synchronous(synchronous).build();
            client.close();
            client.close();
            for (MessageSource message : List.of(mail(), MessageSource.of(InputStream.nullInputStream()))) {
                Outcome outcome = client.send(ENVELOPE, message).get(5, TimeUnit.SECONDS);
                assertThat(outcome.results()).extracting(RecipientResult::fate).containsOnly(Fate.FAILED);
                assertThat(outcome.failure().kind()).isEqualTo(Failure.Kind.CANCELLED);
            }
            assertThat(client.noop()).failsWithin(Duration.ofSeconds(5)).withThrowableThat()
                    .withCauseInstanceOf(NoReplyException.class);
        }
    }

    @Test
    void rejectsBadSettingsByName() {
        assertThatIllegalArgumentException().isThrownBy(SmtpClient::builder).withMessageContaining("at least one host");
        assertThatIllegalArgumentException().isThrownBy(() -> SmtpClient.builder("mx example.org"));
        assertThatIllegalArgumentException().isThrownBy(() -> local().port(0)).withMessageContaining("port");
        assertThatIllegalArgumentException().isThrownBy(() -> local().hello("a\r\nMAIL"));
        assertThatIllegalArgumentException().isThrownBy(() -> local().maxConnections(0).build())
                .withMessageContaining("maxConnections");
        assertThatIllegalArgumentException().isThrownBy(() -> local().idleTimeout(Duration.ZERO).build())
                .withMessageContaining("idleTimeout");
        assertThatIllegalArgumentException().isThrownBy(() -> local().timeout(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> local().authMechanisms("WISH").build())
                .withMessageContaining("WISH");
        assertThatExceptionOfType(InvalidAddressException.class)
                .isThrownBy(() -> Envelope.of("me@example.org", "ann@example.org\r\nRCPT TO:<eve@example.org>"));
        assertThat(Envelope.of("<>", "ann@example.org").sender().isNull()).isTrue();
    }
}
