/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.transcript;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.auth.Credentials;
import org.apache.camel.component.smtpx.auth.CredentialsSupplier;
import org.apache.camel.component.smtpx.internal.dialogue.HandshakeSettings;
import org.apache.camel.component.smtpx.internal.dialogue.IgnoredExtensions;
import org.apache.camel.component.smtpx.internal.dialogue.LoginAccount;
import org.apache.camel.component.smtpx.internal.dialogue.SendPolicy;
import org.apache.camel.component.smtpx.internal.pool.ClientSettings;
import org.apache.camel.component.smtpx.internal.pool.PoolLimits;
import org.apache.camel.component.smtpx.internal.pool.Route;
import org.apache.camel.component.smtpx.internal.sasl.Mechanisms;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * The options of a script, as words: {@code skipBad}, {@code noPipelining}, {@code noChunking}, {@code chunk=1024},
 * {@code failUnsupported}, {@code helo}, {@code oneFlight=auto|never}, {@code starttls=auto|required|never},
 * {@code user=ann}, {@code password=secret}, {@code mechanisms=PLAIN,LOGIN}, {@code cleartextAuth}, {@code probe} (a
 * connection is asked before it is used again), {@code lmtp}, {@code ignore=DSN,SIZE} (keywords of EHLO),
 * {@code xclient=ADDR=192.0.2.1,NAME=x.org}; and for the players {@code nosplit} (what arrives together matters),
 * {@code notls} (the script holds without TLS only), {@code client} (it is about the client with its pool, not about
 * one connection).
 */
final class Options {

    static final String HELLO = "client.example.com";

    private static final List<String> KNOWN = List.of("skipBad", "noPipelining", "noChunking", "chunk", "failUnsupported",
            "helo", "oneFlight", "starttls", "user", "password", "mechanisms", "cleartextAuth", "probe", "nosplit", "notls",
            "token", "client", "lmtp", "ignore",
            "xclient");

    private final List<String> words;

    Options(List<String> words) {
        this.words = List.copyOf(words);
        for (String word : words) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("no such option: " + word);
            }
        }
    }

    boolean has(String word) {
        return words.contains(word);
    }

    private @Nullable String value(String name) {
        return words.stream().filter(word -> word.startsWith(name + "=")).map(word -> word.substring(name.length() + 1))
                .findFirst().orElse(null);
    }

    private Protocol protocol() {
        return has("lmtp") ? Protocol.LMTP : Protocol.SMTP;
    }

    SendPolicy policy() {
        String chunk = value("chunk");
        String oneFlight = value("oneFlight");
        return new SendPolicy(
                has("skipBad"), !has("noPipelining"), !has("noChunking"),
                chunk == null ? SendPolicy.DEFAULT_CHUNK_SIZE : Integer.parseInt(chunk), has("failUnsupported"))
                .withProtocol(protocol())
                .withOneFlight(oneFlight == null ? OneFlight.ALWAYS : OneFlight.valueOf(oneFlight.toUpperCase(Locale.ROOT)));
    }

    HandshakeSettings terms() {
        return new HandshakeSettings(
                protocol(), HELLO, true, !has("helo"), startTls(), account(), mechanisms(), TestTls.HOST, ignored(), xclient());
    }

    private @Nullable ClientAttributes xclient() {
        String client = value("xclient");
        return client == null ? null : ClientAttributes.parse(client);
    }

    private IgnoredExtensions ignored() {
        String keywords = value("ignore");
        return IgnoredExtensions.of(keywords == null ? List.of() : List.of(keywords.split(",")));
    }

    private StartTls startTls() {
        String wanted = value("starttls");
        return wanted == null || wanted.equals("auto") ? StartTls.AUTO : wanted.equals("required") ? StartTls.REQUIRED
                : StartTls.NEVER;
    }

    private @Nullable LoginAccount account() {
        CredentialsSupplier credentials = credentials();
        return credentials == null ? null : LoginAccount.unshared(credentials);
    }

    private @Nullable CredentialsSupplier credentials() {
        String user = value("user");
        if (user == null) {
            return null;
        }
        return CredentialsSupplier.of(new Credentials(user, value("password"), value("token"), null));
    }

    private Mechanisms mechanisms() {
        String names = value("mechanisms");
        return new Mechanisms(names == null ? List.of() : Arrays.asList(names.split(",")), has("cleartextAuth"), null);
    }

    /** Settings of a client with one connection to the given server. */
    ClientSettings client(Route route, List<String> transcript, boolean synchronous) {
        PoolLimits limits = PoolLimits.builder().maxConnections(1)
                .probeAfter(has("probe") ? Duration.ZERO : Duration.ofHours(1)).build();
        return ClientSettings.builder(List.of(route)).protocol(protocol()).hello(HELLO).esmtp(!has("helo"))
                .ignored(ignored()).xclient(xclient()).startTls(startTls())
                .credentials(credentials()).mechanisms(mechanisms()).policy(policy()).limits(limits)
                .transcript(transcript::add).synchronous(synchronous).build();
    }
}
