/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.internal.text.Printable;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.jspecify.annotations.Nullable;

/**
 * One command line. Only commands and message octets reach the wire. A factory method per command validates the syntax
 * of its arguments. Every octet then passes {@link CommandLineWriter}: US-ASCII, or UTF-8 where permitted, no control
 * octets, at most 2048 octets with CRLF (12288 for AUTH, RFC 4954, section 4). An invalid value is an
 * {@link IllegalArgumentException} that names the field and shows the value escaped, but never a secret. Immutable.
 */
public final class Command {

    static final int MAX_LINE = 2048;
    static final int MAX_AUTH_LINE = 12288;
    static final int MAX_DIGITS = 19;

    private static final int MAX_HELLO_NAME = 255;
    private static final Command STARTTLS = plain("STARTTLS");
    private static final Command DATA = plain("DATA");
    private static final Command RSET = plain("RSET");
    private static final Command NOOP = plain("NOOP");
    private static final Command QUIT = plain("QUIT");
    private static final Command HELP = plain("HELP");
    private static final Command CANCEL = plain("*");

    private static final byte[] AUTH = "AUTH ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FROM = " FROM:<".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RCPT_TO = "RCPT TO:<".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BDAT = "BDAT ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = " LAST".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIZE = " SIZE=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = { '>' };
    private static final byte[] BLANK = { ' ' };

    private final byte[] octets;
    private final @Nullable String shown;

    /** @param shown the text shown in place of a secret; {@code null} if the line holds none */
    private Command(CommandBuffer line, @Nullable String shown) {
        this.octets = Arrays.copyOf(line.array(), line.length());
        this.shown = shown;
    }

    private static Command plain(String line) {
        return one("command", line, "", false);
    }

    private static Command one(String field, String words, String argument, boolean utf8) {
        CommandBuffer out = new CommandBuffer(128);
        new CommandLineWriter(out, utf8).text("command", words).text(field, argument).end(field, MAX_LINE);
        return new Command(out, null);
    }

    /** EHLO with a domain or an address literal, at most 255 characters. */
    public static Command ehlo(String name) {
        return one("hello name", "EHLO ", checkedHello(name), false);
    }

    /** HELO with a domain or an address literal, at most 255 characters. */
    public static Command helo(String name) {
        return one("hello name", "HELO ", checkedHello(name), false);
    }

    /** LHLO (RFC 2033, section 4.1), as EHLO. */
    public static Command lhlo(String name) {
        return one("hello name", "LHLO ", checkedHello(name), false);
    }

    public static Command startTls() {
        return STARTTLS;
    }

    /** MAIL, SEND, SOML or SAML, with encoded parameters such as {@code SIZE=100} or {@code SMTPUTF8}. */
    public static Command mail(MailVerb verb, Address sender, List<String> parameters, boolean utf8) {
        CommandBuffer out = new CommandBuffer(128);
        appendMail(out, verb, sender, -1, parameters, utf8);
        return new Command(out, null);
    }

    /** RCPT, with encoded parameters such as {@code NOTIFY=NEVER}. */
    public static Command rcpt(Address recipient, List<String> parameters, boolean utf8) {
        CommandBuffer out = new CommandBuffer(128);
        appendRcpt(out, recipient, parameters, utf8);
        return new Command(out, null);
    }

    /** Appends MAIL to a group, with SIZE (RFC 1870) before the other parameters unless it is negative. */
    public static void appendMail(
            CommandBuffer out, MailVerb verb, Address sender, long size, List<String> parameters, boolean utf8) {
        CommandLineWriter gate = new CommandLineWriter(out, utf8).text("command", verb.name()).words(FROM);
        gate.address("sender", sender).words(CLOSE);
        if (size >= 0) {
            gate.words(SIZE).number(size);
        }
        parameters(gate, "sender", parameters);
    }

    /** Appends RCPT to a group, without allocating the line. */
    public static void appendRcpt(CommandBuffer out, Address recipient, List<String> parameters, boolean utf8) {
        CommandLineWriter gate = new CommandLineWriter(out, utf8);
        if (recipient.isNull()) {
            throw gate.refused("recipient", "<>", "the null address is no recipient");
        }
        parameters(gate.words(RCPT_TO).address("recipient", recipient).words(CLOSE), "recipient", parameters);
    }

    private static void parameters(CommandLineWriter gate, String field, List<String> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            if (!CommandSyntax.isParameter(parameter)) {
                throw gate.refused("parameter of the " + field, parameter, "not KEYWORD or KEYWORD=value without blanks");
            }
            gate.words(BLANK).text("parameter of the " + field, parameter);
        }
        gate.end(field, MAX_LINE);
    }

    public static Command data() {
        return DATA;
    }

    /** BDAT (RFC 3030), followed by this many message octets. */
    public static Command bdat(long size, boolean last) {
        CommandBuffer out = new CommandBuffer(64);
        appendBdat(out, size, last);
        return new Command(out, null);
    }

    /** Appends BDAT to a group. */
    public static void appendBdat(CommandBuffer out, long size, boolean last) {
        if (size < 0) {
            throw new IllegalArgumentException("invalid chunk size " + size + ": negative");
        }
        CommandLineWriter gate = new CommandLineWriter(out, false).words(BDAT).number(size);
        if (last) {
            gate.words(LAST);
        }
        gate.end("chunk size", MAX_LINE);
    }

    public static Command rset() {
        return RSET;
    }

    public static Command noop() {
        return NOOP;
    }

    public static Command quit() {
        return QUIT;
    }

    /** VRFY with a user name or mailbox. */
    public static Command vrfy(String user) {
        return one("user to verify", "VRFY ", CommandSyntax.argument("user to verify", user), false);
    }

    /** EXPN with the name of a list. */
    public static Command expn(String list) {
        return one("list to expand", "EXPN ", CommandSyntax.argument("list to expand", list), false);
    }

    /** HELP, with or without a topic. */
    public static Command help(@Nullable String topic) {
        return topic == null ? HELP : one("help topic", "HELP ", CommandSyntax.argument("help topic", topic), false);
    }

    /** ETRN (RFC 1985): a domain, {@code @domain} with its subdomains, or {@code #queue}. */
    public static Command etrn(String node) {
        return one("node", "ETRN ", CommandSyntax.node(node), false);
    }

    /**
     * AUTH; secret if it has an initial response.
     *
     * @param initialResponse in base64; empty is sent as {@code =}, {@code null} not at all
     */
    public static Command auth(String mechanism, @Nullable String initialResponse) {
        String words = "AUTH " + CommandSyntax.mechanism(mechanism);
        return initialResponse == null
                ? one("mechanism", words, "", false)
                : secret(words + " ", initialResponse.isEmpty() ? "=" : initialResponse);
    }

    /** The response to a 334, in base64, possibly empty; secret. */
    public static Command authResponse(String base64) {
        return secret("", base64);
    }

    /** Cancels an authentication (RFC 4954, section 4). */
    public static Command authCancel() {
        return CANCEL;
    }

    private static Command secret(String words, String base64) {
        CommandBuffer out = new CommandBuffer(128);
        CommandLineWriter gate = CommandLineWriter.secret(out).text("command", words);
        if (!CommandSyntax.isBase64(base64)) {
            throw gate.refused("authentication response", base64, "not base64");
        }
        gate.text("authentication response", base64).end("authentication response", MAX_AUTH_LINE);
        return new Command(out, words + "***");
    }

    /** XCLIENT (Postfix). */
    public static Command xclient(ClientAttributes client) {
        return one("attributes of XCLIENT", "XCLIENT ", client.encoded(), false);
    }

    /** XFORWARD (Postfix). */
    public static Command xforward(ClientAttributes client) {
        return one("attributes of XFORWARD", "XFORWARD ", client.encoded(), false);
    }

    /** Any other command, such as TURN: a verb and its arguments, each non-empty and without blanks. */
    public static Command raw(String verb, String... arguments) {
        String name = verb.toUpperCase(Locale.ROOT);
        CommandBuffer out = new CommandBuffer(128);
        boolean secret = name.equals("AUTH");
        CommandLineWriter gate = secret ? CommandLineWriter.secret(out) : new CommandLineWriter(out, false);
        if (!CommandSyntax.isKeyword(name)) {
            throw gate.refused("command", verb, "not a word of letters, digits and hyphens");
        }
        gate.text("command", name);
        for (String argument : arguments) {
            if (argument.isEmpty() || argument.indexOf(' ') >= 0) {
                throw gate.refused("argument of " + name, argument, "empty or with a blank");
            }
            gate.text("command", " ").text("argument of " + name, argument);
        }
        gate.end("argument of " + name, MAX_LINE);
        return new Command(out, secret ? name + " ***" : null);
    }

    /** The name with A-labels. */
    private static String checkedHello(String given) {
        String name;
        try {
            name = Idna.toAscii(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid hello name " + Printable.quote(given) + ": " + e.getMessage(), e);
        }
        if (name.length() > MAX_HELLO_NAME || !CommandSyntax.isHost(name, false)) {
            throw new IllegalArgumentException(
                    "invalid hello name " + Printable.quote(given)
                                               + ": not a domain or an address literal of at most " + MAX_HELLO_NAME
                                               + " characters");
        }
        return name;
    }

    /** Whether the line holds a secret. */
    public boolean secret() {
        return shown != null;
    }

    /** A copy of the line with CR LF. */
    public byte[] octets() {
        return octets.clone();
    }

    /** Appends the line to a group. */
    public void appendTo(CommandBuffer group) {
        group.append(octets, 0, octets.length);
        group.countLine();
        if (secret() || Arrays.mismatch(AUTH, octets) == AUTH.length) {
            group.authenticate();
        }
    }

    /** The line without CR LF; stars for a secret. */
    @Override
    public String toString() {
        return shown != null ? shown : new String(octets, 0, octets.length - 2, StandardCharsets.UTF_8);
    }
}
