/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

import org.apache.camel.component.smtpx.mail.ClientAttributes;
import org.apache.camel.component.smtpx.mail.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The extensions in a reply to EHLO (RFC 5321, section 4.1.1.1). Keywords are case-insensitive. Immutable; discard it
 * at the next hello and at STARTTLS (RFC 3207, section 4.2).
 */
public final class Capabilities {

    /** No extensions: the state before EHLO and after HELO. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    private static final String SEPARATORS = " \t";
    private static final int MAX_MECHANISM = 20;

    private final Map<String, String> keywords;
    private final Set<String> authMechanisms;
    private final long maxSize;
    /** Cached answers that every message needs. */
    private final boolean pipelining;
    private final boolean chunking;
    private final boolean size;
    private final boolean dsn;
    private final boolean binaryMime;
    private final boolean eightBitMime;
    private final int maxMessages;
    private final int maxRecipients;
    private final int maxRecipientDomains;

    private Capabilities(Map<String, String> keywords) {
        this.keywords = keywords;
        this.authMechanisms = mechanisms(upper(keywords.getOrDefault("AUTH", "")));
        this.maxSize = number(keywords.getOrDefault("SIZE", ""));
        this.pipelining = keywords.containsKey("PIPELINING");
        this.chunking = keywords.containsKey("CHUNKING");
        this.size = keywords.containsKey("SIZE");
        this.dsn = keywords.containsKey("DSN");
        this.binaryMime = keywords.containsKey("BINARYMIME");
        this.eightBitMime = keywords.containsKey("8BITMIME");
        String limits = upper(keywords.getOrDefault("LIMITS", ""));
        this.maxMessages = limit(limits, "MAILMAX=");
        this.maxRecipients = limit(limits, "RCPTMAX=");
        this.maxRecipientDomains = limit(limits, "RCPTDOMAINMAX=");
    }

    /**
     * Parses a reply to EHLO. The first line is the server's name, never a keyword. {@code AUTH} and the older
     * {@code AUTH=} lines form one list; of other repeated keywords the last counts. A last line such as {@code Ok} is
     * an unused keyword.
     */
    public static Capabilities ofEhlo(Reply reply) {
        Map<String, String> keywords = new LinkedHashMap<>();
        List<String> lines = reply.lines();
        for (String line : lines.subList(1, lines.size())) {
            StringTokenizer words = new StringTokenizer(line, SEPARATORS);
            if (words.hasMoreTokens()) {
                String word = words.nextToken();
                String keyword = upper(word);
                String rest = words.hasMoreTokens() ? words.nextToken("").strip() : "";
                if (keyword.equals("AUTH") || keyword.startsWith("AUTH=")) {
                    String list = word.substring("AUTH".length()).replace('=', ' ') + " " + rest;
                    keywords.merge("AUTH", list.strip(), (a, b) -> (a + " " + b).strip());
                } else {
                    keywords.put(keyword, rest);
                }
            }
        }
        return new Capabilities(Collections.unmodifiableMap(keywords));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** Drops invalid mechanism names (RFC 4422, section 3.1). */
    private static Set<String> mechanisms(String list) {
        Set<String> names = new LinkedHashSet<>();
        for (StringTokenizer words = new StringTokenizer(list, SEPARATORS); words.hasMoreTokens();) {
            String name = words.nextToken();
            if (name.length() <= MAX_MECHANISM && name.chars().allMatch(Capabilities::isMechanismCharacter)) {
                names.add(name);
            }
        }
        return Collections.unmodifiableSet(names);
    }

    private static boolean isMechanismCharacter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** A limit that cannot be read is none (RFC 9422, section 3.7). */
    private static int limit(String limits, String name) {
        for (StringTokenizer words = new StringTokenizer(limits, SEPARATORS); words.hasMoreTokens();) {
            String word = words.nextToken();
            if (word.startsWith(name)) {
                return (int) Math.min(Integer.MAX_VALUE, number(word.substring(name.length())));
            }
        }
        return 0;
    }

    /** The number in the parameters of a keyword; 0 if there is none that can be read. */
    public static long number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // more than a long holds is no limit
        }
    }

    /** Whether the keyword is offered, with or without parameters. */
    public boolean offers(String keyword) {
        return keywords.containsKey(upper(keyword));
    }

    /**
     * The parameters of the keyword as sent (for AUTH: all mechanisms); empty without parameters, {@code null} if not
     * offered.
     */
    public @Nullable String parameters(String keyword) {
        return keywords.get(upper(keyword));
    }

    /** The keywords, upper-case, in the server's order. */
    public Set<String> keywords() {
        return keywords.keySet();
    }

    /** A copy without these keywords, in any case. */
    public Capabilities without(Collection<String> unwanted) {
        List<String> names = unwanted.stream().map(Capabilities::upper).toList();
        Map<String, String> rest = new LinkedHashMap<>(keywords);
        return rest.keySet().removeAll(names) ? new Capabilities(Collections.unmodifiableMap(rest)) : this;
    }

    /**
     * Whether a word is a keyword: letters, digits, and hyphens behind the first of them (RFC 5321, section 4.1.1.1).
     */
    public static boolean isKeyword(String word) {
        return CommandSyntax.isKeyword(word);
    }

    /** Whether both have the same keywords with the same parameters, in any order. */
    public boolean offersSameAs(Capabilities other) {
        return keywords.equals(other.keywords);
    }

    /** The SASL mechanisms of AUTH, upper-case, in the server's order. */
    public Set<String> authMechanisms() {
        return authMechanisms;
    }

    /** The largest message in octets (RFC 1870), 0 if the server names none or one that cannot be read. */
    public long maxSize() {
        return maxSize;
    }

    /** MAIL commands on one connection (LIMITS, RFC 9422); 0 for no limit. */
    public int maxMessages() {
        return maxMessages;
    }

    /** Recipients of one message (LIMITS, RFC 9422); 0 for no limit. */
    public int maxRecipients() {
        return maxRecipients;
    }

    /** Domains among the recipients of all messages of one connection (LIMITS, RFC 9422); 0 for no limit. */
    public int maxRecipientDomains() {
        return maxRecipientDomains;
    }

    /** RFC 2920. */
    public boolean pipelining() {
        return pipelining;
    }

    /** RFC 3030: BDAT. */
    public boolean chunking() {
        return chunking;
    }

    /** RFC 3030: BODY=BINARYMIME. */
    public boolean binaryMime() {
        return binaryMime;
    }

    /** RFC 6152. */
    public boolean eightBitMime() {
        return eightBitMime;
    }

    /** RFC 6531. */
    public boolean smtpUtf8() {
        return keywords.containsKey("SMTPUTF8");
    }

    /** RFC 3461. */
    public boolean dsn() {
        return dsn;
    }

    /** RFC 1870. */
    public boolean size() {
        return size;
    }

    /** RFC 3207. */
    public boolean startTls() {
        return keywords.containsKey("STARTTLS");
    }

    /** RFC 1985. */
    public boolean etrn() {
        return keywords.containsKey("ETRN");
    }

    /** RFC 1845: TRANSID. */
    public boolean checkpoint() {
        return keywords.containsKey("CHECKPOINT");
    }

    /** Postfix' XVERP; Courier's {@code XVERP=Courier} is another keyword. */
    public boolean xverp() {
        return keywords.containsKey("XVERP");
    }

    /** PRDR: a reply for each recipient behind the message (draft-hall-prdr). */
    public boolean prdr() {
        return keywords.containsKey("PRDR");
    }

    /**
     * Why the attributes of another client cannot be sent; null if they can.
     *
     * @param keyword XCLIENT or XFORWARD (Postfix), whose parameters are the names that the server accepts
     */
    public @Nullable String refusalOf(ClientAttributes client, String keyword) {
        String names = parameters(keyword);
        if (names == null) {
            return keyword + " was requested and the server does not offer it";
        }
        List<String> accepted = List.of(upper(names).split(" +"));
        return client.values().keySet().stream().filter(name -> !accepted.contains(name)).findFirst()
                .map(name -> keyword + " was requested with " + name + ", and the server accepts only " + names).orElse(null);
    }

    /** RFC 4954; the list of mechanisms may still be empty. */
    public boolean auth() {
        return keywords.containsKey("AUTH");
    }

    /** The keywords with their parameters, on one line. */
    @Override
    public String toString() {
        return keywords.toString();
    }
}
