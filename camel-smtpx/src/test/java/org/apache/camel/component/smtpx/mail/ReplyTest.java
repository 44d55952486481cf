/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReplyTest {

    @Test
    void kindFollowsTheFirstDigit() {
        assertThat(Reply.of(254, "").kind()).isEqualTo(Reply.Kind.COMPLETED);
        assertThat(Reply.of(354, "").kind()).isEqualTo(Reply.Kind.INTERMEDIATE);
        assertThat(Reply.of(421, "").kind()).isEqualTo(Reply.Kind.TRANSIENT);
        assertThat(Reply.of(550, "").kind()).isEqualTo(Reply.Kind.PERMANENT);
        assertThat(Reply.of(250, "").isCompleted()).isTrue();
        assertThat(Reply.of(334, "").isIntermediate()).isTrue();
        assertThat(Reply.of(450, "").isTransient()).isTrue();
        assertThat(Reply.of(550, "").isPermanent()).isTrue();
        assertThat(Reply.of(550, "").isTransient()).isFalse();
    }

    @Test
    void takesTheEnhancedStatusOfTheFirstLine() {
        Reply reply = Reply.of(550, "5.1.1 no such user", "5.7.1 really");
        assertThat(reply.status()).isEqualTo(new EnhancedStatus(5, 1, 1));
        assertThat(reply.lines()).containsExactly("5.1.1 no such user", "5.7.1 really");
    }

    @Test
    void ignoresAnEnhancedStatusThatContradictsTheCode() {
        assertThat(Reply.of(250, "5.1.1 no").status()).isNull();
        assertThat(Reply.of(550, "2.0.0 ok").status()).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply(250, new EnhancedStatus(5, 0, 0), List.of("x")));
    }

    @Test
    void isShownOnOnePrintableLine() {
        assertThat(Reply.of(550, "5.1.1 no", "such user")).hasToString("550 5.1.1 no such user");
        assertThat(Reply.of(250, "")).hasToString("250");
        assertThat(Reply.of(250, "a", "b").text()).isEqualTo("a\nb");
        assertThat(Reply.of(550, "x".repeat(600)).toString()).hasSize(503).endsWith("x...");
    }

    @Test
    void hasNoControlCharacters() {
        Reply reply = Reply.of(550, "a\u001B[31mb\rc\nd\0e\u202Ef\u2028g\u0085h\uD800i", "${jndi:x}\tM\u00FCller \uD83D\uDE00");
        assertThat(reply.lines())
                .containsExactly("a\\u001B[31mb\\u000Dc\\u000Ad\\u0000e\\u202Ef\\u2028g\\u0085h\\uD800i",
                        "${jndi:x}\tM\u00FCller \uD83D\uDE00");
        assertThat(reply.toString()).doesNotContain("\t");
    }

    @Test
    void cannotBeChanged() {
        List<String> lines = new ArrayList<>(List.of("a"));
        Reply reply = Reply.of(250, lines);
        lines.add("b");
        assertThat(reply.lines()).containsExactly("a").isUnmodifiable();
    }

    @Test
    void refusesCodesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(99, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(600, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(250));
    }
}
