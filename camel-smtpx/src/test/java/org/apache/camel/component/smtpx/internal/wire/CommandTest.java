/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.component.smtpx.mail.Address;
import org.apache.camel.component.smtpx.mail.MailVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandTest {

    private static final Address ANN = Address.parse("ann@b.test");
    private static final Address JOERG = Address.parse("j\u00F6rg@b.test");

    private static String wire(Command command) {
        return new String(command.octets(), StandardCharsets.UTF_8);
    }

    private static String text(CommandBuffer group) {
        return new String(group.array(), 0, group.length(), StandardCharsets.US_ASCII);
    }

    @Test
    void writesEachCommandAsTheStandardsHaveIt() {
        assertThat(List.of(Command.ehlo("client.example.com"), Command.helo("[127.0.0.1]"), Command.ehlo("[IPv6:::1]"),
                Command.ehlo("0"), Command.startTls(), Command.data(), Command.bdat(0, false),
                Command.bdat(Long.MAX_VALUE, true),
                Command.rset(), Command.noop(), Command.quit(), Command.vrfy("Ann Smith"), Command.expn("staff"),
                Command.help(null),
                Command.help("MAIL"), Command.etrn("@b_c.test"), Command.etrn("#queue"), Command.etrn("[127.0.0.1]"),
                Command.auth("SCRAM-SHA-256", null), Command.authCancel(), Command.raw("xclient", "ADDR=1.2.3.4")))
                .extracting(CommandTest::wire)
                .containsExactly("EHLO client.example.com\r\n", "HELO [127.0.0.1]\r\n", "EHLO [IPv6:::1]\r\n", "EHLO 0\r\n",
                        "STARTTLS\r\n", "DATA\r\n", "BDAT 0\r\n", "BDAT 9223372036854775807 LAST\r\n", "RSET\r\n", "NOOP\r\n",
                        "QUIT\r\n", "VRFY Ann Smith\r\n", "EXPN staff\r\n", "HELP\r\n", "HELP MAIL\r\n", "ETRN @b_c.test\r\n",
                        "ETRN #queue\r\n", "ETRN [127.0.0.1]\r\n", "AUTH SCRAM-SHA-256\r\n", "*\r\n",
                        "XCLIENT ADDR=1.2.3.4\r\n");
    }

    @Test
    void writesPathsWithTheirParameters() {
        List<String> parameters = List.of("SIZE=100", "RET=FULL", "AUTH=<>", "XVERP=+=", "SMTPUTF8");
        assertThat(Command.mail(MailVerb.MAIL, Address.NULL, parameters, false))
                .hasToString("MAIL FROM:<> SIZE=100 RET=FULL AUTH=<> XVERP=+= SMTPUTF8");
        assertThat(Command.mail(MailVerb.SOML, ANN, List.of(), false)).hasToString("SOML FROM:<ann@b.test>");
        assertThat(Command.rcpt(ANN, List.of("NOTIFY=NEVER"), false)).hasToString("RCPT TO:<ann@b.test> NOTIFY=NEVER");
        assertThat(wire(Command.rcpt(JOERG, List.of(), true))).isEqualTo("RCPT TO:<j\u00F6rg@b.test>\r\n");
    }

    @Test
    void writesNonAsciiOnlyWhenAllowed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.rcpt(JOERG, List.of(), false))
                .withMessage("invalid recipient \"j\\u00F6rg@b.test\": non-ASCII character, and no SMTPUTF8");
        Address narrowing = Address.parse("a\u760D\u760ADATA@b.test");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.mail(MailVerb.MAIL, narrowing, List.of(), false));
        assertThat(Command.mail(MailVerb.MAIL, narrowing, List.of(), true).octets())
                .startsWith("MAIL FROM:<a\u760D\u760ADATA@b.test>\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(wire(Command.rcpt(ANN, List.of("ORCPT=utf-8;\u00FC\u20AC\uD83D\uDE00"), true)))
                .isEqualTo("RCPT TO:<ann@b.test> ORCPT=utf-8;\u00FC\u20AC\uD83D\uDE00\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "x\r\nMAIL FROM:<a>", "a b", "a_b", "[1.2.3.4", "[", "[]", "[::1]", ".", "a.", "-a",
            "b\u200Bcher", "a\u760D\u200Ab", "a\0", "1.2.3.4]" })
    void refusesAHelloNameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.ehlo(name)).withMessageContaining("hello name");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.helo(name)).withMessageContaining("hello name");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.ehlo("a.".repeat(150) + "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "@x\r\nQUIT", "#", "@", "@@x", "a b", "#q q", "b\u00FCcher", "[1.2.3]", "x\u760D\u760AQUIT" })
    void refusesANodeThatIsNone(String node) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.etrn(node)).withMessageContaining("node");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", " a", "a ", "a\r\nQUIT", "a\rb", "a\nb", "a\0b", "a\tb", "a\u007F", "\u00FC", "a\u760D\u760AQUIT" })
    void refusesArgumentsThatAreNone(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.vrfy(argument)).withMessageContaining("user to verify");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.expn(argument)).withMessageContaining("list to expand");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.help(argument)).withMessageContaining("help topic");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.raw("NOOP", argument))
                .withMessageContaining("argument of NOOP");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "=", "=x", "SIZE=", "SIZE=1 RET=FULL", "SI ZE", "SIZE=1\r\nDATA", "-A=1", "X>=1", "\u00FC=1",
            "X=\u007F", "X=\t", "X=\uD83D", "X=a\u760D\u760A" })
    void refusesAParameterThatIsNone(String parameter) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.rcpt(ANN, List.of("NOTIFY=NEVER", parameter), false))
                .withMessageContaining("parameter of the recipient");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.mail(MailVerb.MAIL, ANN, List.of(parameter), false))
                .withMessageContaining("parameter of the sender");
    }

    @Test
    void refusesOtherNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.bdat(-1, true)).withMessageContaining("chunk size -1");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.rcpt(Address.NULL, List.of(), false));
        assertThatIllegalArgumentException().isThrownBy(() -> Command.rcpt(ANN, List.of("X=\uDC00"), true));
        assertThat(List.of("", "X Y", "X\r\nDATA", "\u00FC")).allSatisfy(word -> {
            assertThatIllegalArgumentException().isThrownBy(() -> Command.raw(word));
            assertThatIllegalArgumentException().isThrownBy(() -> Command.auth(word, null));
        });
    }

    @Test
    void limitsTheLine() {
        String longest = "X=" + "y".repeat(2048 - "RCPT TO:<ann@b.test> X=\r\n".length());
        assertThat(Command.rcpt(ANN, List.of(longest), false).octets()).hasSize(2048);
        assertThatIllegalArgumentException().isThrownBy(() -> Command.rcpt(ANN, List.of(longest + "y"), false))
                .withMessage("invalid recipient: line over 2048 octets");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.vrfy("x".repeat(100_000)))
                .matches(e -> e.getMessage().length() < 200);
        assertThat(Command.authResponse("a".repeat(12286)).octets()).hasSize(12288);
        assertThatIllegalArgumentException().isThrownBy(() -> Command.authResponse("a".repeat(12287)));
        assertThatIllegalArgumentException().isThrownBy(() -> Command.authResponse("a".repeat(100_000)))
                .withMessageNotContaining("aaa");
    }

    @Test
    void showsNoSecret() {
        Command auth = Command.auth("PLAIN", "c2VjcmV0");
        assertThat(auth.secret()).isTrue();
        assertThat(auth).hasToString("AUTH PLAIN ***");
        assertThat(wire(auth)).isEqualTo("AUTH PLAIN c2VjcmV0\r\n");
        assertThat(wire(Command.auth("EXTERNAL", ""))).isEqualTo("AUTH EXTERNAL =\r\n");
        assertThat(Command.authResponse("c2VjcmV0")).hasToString("***");
        assertThat(wire(Command.authResponse(""))).isEqualTo("\r\n");
        assertThat(Command.raw("auth", "PLAIN", "c2VjcmV0")).hasToString("AUTH ***");
        assertThat(Command.auth("PLAIN", null).secret()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Command.authResponse("c2Vj\r\n"))
                .withMessageNotContaining("c2Vj");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.raw("AUTH", "PLAIN", "c2 Vj"))
                .withMessageNotContaining("c2");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.raw("AUTH", "PLAIN", "c2\r\n"))
                .withMessageNotContaining("c2");
    }

    @Test
    void collectsLinesInAGroup() {
        CommandBuffer group = new CommandBuffer();
        Command.rset().appendTo(group);
        Command.appendMail(group, MailVerb.MAIL, ANN, 5, List.of(), false);
        for (int i = 0; i < 100; i++) {
            Command.appendRcpt(group, ANN, List.of(), false);
        }
        Command.bdat(5, true).appendTo(group);
        group.append("xhellox".getBytes(StandardCharsets.US_ASCII), 1, 5);
        assertThat(text(group)).isEqualTo(
                "RSET\r\nMAIL FROM:<ann@b.test> SIZE=5\r\n" + "RCPT TO:<ann@b.test>\r\n".repeat(100) + "BDAT 5 LAST\r\nhello");
        assertThat(group.lines()).isEqualTo(103);
        assertThat(group).hasToString("103 lines, " + group.length() + " octets");
        group.clear();
        assertThat(group.length()).isZero();
        assertThat(group.lines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 9, 10, 99, 100, 1_000_000_007, Long.MAX_VALUE })
    void writesNumbersAsTheyAre(long number) {
        CommandBuffer group = new CommandBuffer(1);
        Command.appendMail(group, MailVerb.MAIL, ANN, number, List.of("RET=HDRS"), false);
        assertThat(text(group)).isEqualTo("MAIL FROM:<ann@b.test> SIZE=" + number + " RET=HDRS\r\n");
    }

    @Test
    void writesNoSizeThatIsNotKnown() {
        CommandBuffer group = new CommandBuffer();
        Command.appendMail(group, MailVerb.MAIL, ANN, -1, List.of(), false);
        assertThat(text(group)).isEqualTo("MAIL FROM:<ann@b.test>\r\n");
    }

    @Test
    void takesAWrongLineBackOutOfTheGroup() {
        CommandBuffer group = new CommandBuffer();
        Command.rset().appendTo(group);
        assertThatIllegalArgumentException().isThrownBy(() -> Command.appendRcpt(group, JOERG, List.of(), false));
        assertThatIllegalArgumentException().isThrownBy(() -> Command.appendRcpt(group, ANN, List.of("X=1", "a b"), false));
        assertThat(Arrays.copyOf(group.array(), group.length())).isEqualTo(Command.rset().octets());
        assertThat(group.lines()).isEqualTo(1);
    }

    @Test
    void givesALargeArrayUp() {
        CommandBuffer group = new CommandBuffer();
        group.append(new byte[100_000], 0, 100_000);
        group.clear();
        assertThat(group.array().length).isLessThan(1024);
    }
}
