/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.InvalidAddressException;
import org.apache.camel.component.smtpx.mail.Mailbox;
import org.apache.camel.component.smtpx.mail.MailboxGroup;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists that are built from the grammar of RFC 5322 section 3.4, whole and mutated. */
class MailboxGrammarTest {

    private static final String[] ATOMS = {
            "ann", "Bob", "o'neil", "x+y", "a-b", "_", "!#$%&'*+-/=?^_`{|}~", "42", "j\u00F6rg", "\u65E5\u672C" };
    private static final String[] LABELS = { "example", "b", "my_host", "x--y", "TEST", "b\u00FCcher", "xn--bcher-kva", "0" };
    private static final String[] COMMENTS = { "()", "(a)", "(a (b) \\) \\\" c)", "(x, y; <z@q>)", "(\")" };
    private static final String[] MUTATIONS = {
            "\"", "\\", "(", ")", "<", ">", "@", ",", ";", ":", " ", "\t", ".", "[", "]", "\r\n", "\r", "\n", "\0", "\u0085",
            "\u2028",
            "\uFFFF", "\uFEFF", "\u200B", "\u202E", "\u00A0", "\uD83D", "\u3002", "> NOTIFY=NEVER <", "a@b", "x".repeat(65) };

    /** A text and what it means. */
    private static final class Built {
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private final List<MailboxGroup> groups = new ArrayList<>();

        Built(long seed) {
            random = new Random(seed);
            List<Mailbox> open = new ArrayList<>();
            int parts = 1 + random.nextInt(5);
            for (int i = 0; i < parts; i++) {
                text.append(i == 0 ? "" : oneOf(",", ", ", " ,\t", ";", ",,", ", (x),"));
                if (random.nextInt(5) == 0) {
                    if (!open.isEmpty()) {
                        groups.add(new MailboxGroup(null, open));
                        open = new ArrayList<>();
                    }
                    groups.add(group());
                } else {
                    open.add(mailbox());
                }
            }
            if (!open.isEmpty()) {
                groups.add(new MailboxGroup(null, open));
            }
        }

        private String oneOf(String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        private void cfws() {
            while (random.nextInt(3) == 0) {
                text.append(random.nextBoolean() ? oneOf(" ", "\t", "  ") : oneOf(COMMENTS));
            }
        }

        private MailboxGroup group() {
            cfws();
            String name = phrase();
            cfws();
            text.append(':');
            List<Mailbox> members = new ArrayList<>();
            int count = random.nextInt(3);
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : ",");
                members.add(mailbox());
            }
            cfws();
            text.append(';');
            return new MailboxGroup(name, members);
        }

        private Mailbox mailbox() {
            cfws();
            boolean named = random.nextBoolean();
            String name = null;
            if (named) {
                name = random.nextInt(4) == 0 ? null : phrase();
                cfws();
                text.append('<');
                cfws();
            }
            Address address = address();
            if (named) {
                cfws();
                text.append('>');
            }
            cfws();
            return new Mailbox(name, address);
        }

        private String phrase() {
            StringBuilder name = new StringBuilder();
            int words = 1 + random.nextInt(3);
            for (int i = 0; i < words; i++) {
                if (i > 0) {
                    text.append(oneOf(" ", "\t", " (c) "));
                    name.append(' ');
                }
                name.append(random.nextBoolean() ? append(oneOf(ATOMS)) : quoted(printable()));
            }
            return name.toString();
        }

        private String append(String atom) {
            text.append(atom);
            return atom;
        }

        private String printable() {
            StringBuilder content = new StringBuilder();
            int length = random.nextInt(10);
            for (int i = 0; i < length; i++) {
                content.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
            }
            return content.toString();
        }

        private String quoted(String content) {
            text.append('"');
            for (char c : content.toCharArray()) {
                text.append(c == '"' || c == '\\' || random.nextInt(8) == 0 ? "\\" : "").append(c);
            }
            text.append('"');
            return content;
        }

        private Address address() {
            String canonical;
            if (random.nextInt(3) == 0) {
                String content = quoted(printable());
                canonical = "\"" + content.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            } else {
                String atom = oneOf(ATOMS) + (random.nextBoolean() ? "." + oneOf(ATOMS) : "");
                canonical = append(atom);
            }
            cfws();
            text.append('@');
            cfws();
            String domain = random.nextInt(6) == 0
                    ? oneOf("[127.0.0.1]", "[IPv6:2001:db8::1]")
                    : oneOf(LABELS) + (random.nextBoolean() ? "." + oneOf(LABELS) : "");
            text.append(domain);
            return Address.exact(canonical + "@" + domain);
        }
    }

    @Property(tries = 2000)
    void aListReadsAsItWasBuilt(@ForAll long seed) {
        Built built = new Built(seed);
        List<MailboxGroup> read = MailboxGroup.parseList(built.text.toString());
        assertThat(merged(withoutNamesOfComments(read, built.groups))).as(built.text.toString())
                .isEqualTo(merged(built.groups));
    }

    /** A comment behind an address is its name, which the built one lacks. */
    private static List<MailboxGroup> withoutNamesOfComments(List<MailboxGroup> read, List<MailboxGroup> built) {
        Iterator<Mailbox> model = built.stream().flatMap(group -> group.mailboxes().stream()).iterator();
        return read.stream()
                .map(group -> new MailboxGroup(
                        group.name(),
                        group.mailboxes().stream()
                                .map(mailbox -> model.hasNext() && model.next().name() == null
                                        ? new Mailbox(null, mailbox.address()) : mailbox)
                                .toList()))
                .toList();
    }

    @Property(tries = 1000)
    void aListReadsBackAsItIsWritten(@ForAll long seed) {
        List<MailboxGroup> groups = new Built(seed).groups;
        String written = String.join(", ", groups.stream().map(MailboxGroup::toString).toList());
        assertThat(merged(MailboxGroup.parseList(written))).as(written).isEqualTo(merged(groups));
        for (Mailbox mailbox : groups.stream().flatMap(group -> group.mailboxes().stream()).toList()) {
            assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
        }
    }

    /** Neighbours in no group are one part, however they are separated. */
    private static String merged(List<MailboxGroup> groups) {
        StringBuilder all = new StringBuilder();
        groups.forEach(group -> {
            all.append(group.name() == null ? "" : "group " + group.name() + "\n");
            group.mailboxes()
                    .forEach(mailbox -> all.append(mailbox.name()).append(" | ").append(mailbox.address()).append('\n'));
            all.append(group.name() == null ? "" : "end\n");
        });
        return all.toString();
    }

    @Property(tries = 1000)
    void anyNameReadsBackAsItIsWritten(@ForAll String name, @ForAll long seed) {
        Address address = Address.exact("bob@example.org");
        Mailbox mailbox;
        try {
            mailbox = new Mailbox(name, address);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (mailbox.toString().length() <= 1000) {
            assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
        }
        assertThat(Mailbox.parseList("x@y.test, " + mailbox + "; ann@b.test"))
                .containsExactly(Mailbox.parse("x@y.test"), mailbox, Mailbox.parse("ann@b.test"));
    }

    @Property(tries = 3000)
    void aMutatedListHasOnlySoundAddresses(@ForAll long seed) {
        Built built = new Built(seed);
        StringBuilder text = built.text;
        for (int i = 1 + built.random.nextInt(3); i > 0; i--) {
            int at = built.random.nextInt(text.length() + 1);
            if (built.random.nextBoolean()) {
                text.insert(at, built.oneOf(MUTATIONS));
            } else if (at < text.length()) {
                text.deleteCharAt(at);
            }
        }
        List<Address> strict = null;
        try {
            strict = Address.parseList(text.toString());
        } catch (InvalidAddressException e) {
            assertThat(e.getMessage().chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
        }
        List<String> bad = new ArrayList<>();
        List<Address> lenient;
        try {
            lenient = Address.parseList(text.toString(), false, (part, fault) -> bad.add(part));
        } catch (InvalidAddressException e) {
            lenient = List.of();
        }
        if (strict != null) {
            assertThat(lenient).isEqualTo(strict);
            assertThat(bad).isEmpty();
        }
        for (Address address : lenient) {
            assertThat(Address.exact(address.toString())).isEqualTo(address);
            assertThat(address.toString().chars())
                    .noneMatch(c -> c < 0x20 || c >= 0x7F && c < 0xA0 || Character.getType(c) == Character.FORMAT);
            assertThat(address.localPart().startsWith("\"")
                    || address.localPart().chars().noneMatch(c -> " <>,;:\"".indexOf(c) >= 0))
                    .isTrue();
            assertThat(address.domain().chars()).noneMatch(c -> " <>,;\"\\()".indexOf(c) >= 0);
        }
    }

    /** Jakarta Mail in strict mode reads the same addresses, where it accepts the list at all. */
    @Property(tries = 2000)
    void jakartaMailReadsTheSameAddresses(@ForAll long seed) throws Exception {
        Built built = new Built(seed);
        String text = built.text.toString();
        InternetAddress[] parsed;
        List<String> theirs = new ArrayList<>();
        try {
            parsed = InternetAddress.parse(text, true);
            for (InternetAddress address : parsed) {
                InternetAddress[] members = address.isGroup() ? address.getGroup(true) : new InternetAddress[] { address };
                for (InternetAddress member : members == null ? new InternetAddress[0] : members) {
                    member.validate();
                    theirs.add(Address.parse(member.getAddress()).toString());
                }
            }
        } catch (AddressException | InvalidAddressException e) {
            return;
        }
        List<String> ours = Mailbox.parseList(text).stream().map(mailbox -> mailbox.address().toString()).toList();
        assertThat(ours).as(text).isEqualTo(theirs);
    }
}
