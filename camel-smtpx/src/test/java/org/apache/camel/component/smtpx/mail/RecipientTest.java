/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mail;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecipientTest {

    private static Recipient original(String value) {
        return new Recipient(Address.parse("b@b.test"), Set.of(), value);
    }

    @Test
    void readsNotifyInAnyCaseAndOrder() {
        assertThat(Notify.parse("never")).containsExactly(Notify.NEVER);
        assertThat(Notify.parse("delay, Success")).containsExactly(Notify.SUCCESS, Notify.DELAY).isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "NEVER,SUCCESS", "success,success", "FOO", "DELAY\r\n", "SUCCESS,", ",DELAY",
            "SUCCESS FAILURE", "SUCCESS;DELAY", "\tDELAY" })
    void refusesAnyOtherNotify(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Notify.parse(text)).withMessageStartingWith("invalid notify");
    }

    @Test
    void refusesNeverWithOthers() {
        Address address = Address.parse("b@b.test");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recipient(address, EnumSet.of(Notify.NEVER, Notify.DELAY), null));
        Set<Notify> mutable = EnumSet.of(Notify.DELAY);
        Recipient recipient = new Recipient(address, mutable, null);
        mutable.add(Notify.NEVER);
        assertThat(recipient.notifyOn()).containsExactly(Notify.DELAY).isUnmodifiable();
    }

    @Test
    void refusesTheNullAddress() {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Recipient.of("<>"));
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> Recipient.of(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u00A7', value = {
            "rfc822;ann@example.org | rfc822;ann@example.org",
            "RFC822;a+b@example.org | RFC822;a+2Bb@example.org",
            "rfc822;\"a b\"@example.org | rfc822;\"a+20b\"@example.org",
            "x400;/c=de/s=x y/ | x400;/c+3Dde/s+3Dx+20y/",
            "utf-8;j\u00F6rg+x@b\u00FCcher.test | utf-8;j\\x{F6}rg\\x{2B}x@b\\x{FC}cher.test" })
    void encodesTheOriginalRecipient(String raw, String encoded) {
        assertThat(original(raw).encodedOriginalRecipient()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "ann@example.org", ";ann@example.org", "rfc822;", "rfc 822;a@b", "rfc822;a@b NOTIFY=NEVER",
            "rfc822;a@b\r\nDATA", "rfc822;<>", "rfc822;j\u00F6rg@b.test", "x;\u00FC", "utf-8;\u2028", "utf-8;\uD800",
            "x\r\n;a@b",
            "\u00FC;a@b" })
    void refusesAnOriginalRecipientThatIsNone(String raw) {
        assertThatIllegalArgumentException().isThrownBy(() -> original(raw));
    }

    @Test
    void limitsTheOriginalRecipient() {
        assertThat(original("x;" + "y".repeat(498)).encodedOriginalRecipient()).hasSize(500);
        assertThatIllegalArgumentException().isThrownBy(() -> original("x;" + "y".repeat(499)));
        assertThatIllegalArgumentException().isThrownBy(() -> original("x;" + "+".repeat(200)));
        assertThat(Recipient.of("b@b.test").encodedOriginalRecipient()).isNull();
    }

    @Test
    void keepsWhatIsAskedUnderAnotherAddress() {
        Recipient recipient = new Recipient(Address.parse("a@b\u00FCcher.test"), Set.of(Notify.NEVER), "x;y");
        assertThat(recipient.withAddress(recipient.address().toAscii()))
                .isEqualTo(new Recipient(Address.parse("a@xn--bcher-kva.test"), Set.of(Notify.NEVER), "x;y"));
    }
}
