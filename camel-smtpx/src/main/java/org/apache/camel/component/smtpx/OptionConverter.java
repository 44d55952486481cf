/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.apache.camel.Converter;
import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.OneFlight;
import org.apache.camel.component.smtpx.mail.Protocol;
import org.apache.camel.component.smtpx.mail.ProxyProtocol;
import org.apache.camel.component.smtpx.mail.StartTls;

/** Reads options that have a fixed set of values; the error for another value names them all. */
@Converter(generateLoader = true)
public final class OptionConverter {

    private OptionConverter() {
    }

    @Converter
    public static StartTls toStartTls(String text) {
        return constant(StartTls.class, text);
    }

    @Converter
    public static Protocol toProtocol(String text) {
        return constant(Protocol.class, text);
    }

    @Converter
    public static AddressFamily toAddressFamily(String text) {
        return constant(AddressFamily.class, text);
    }

    @Converter
    public static ProxyProtocol toProxyProtocol(String text) {
        return constant(ProxyProtocol.class, text);
    }

    @Converter
    public static OneFlight toOneFlight(String text) {
        return constant(OneFlight.class, text);
    }

    @Converter
    public static ExtensionUse toExtensionUse(String text) {
        return constant(ExtensionUse.class, text);
    }

    @Converter
    public static Throttling toThrottling(String text) {
        return constant(Throttling.class, text);
    }

    @Converter
    public static UnsupportedAction toUnsupportedAction(String text) {
        return constant(UnsupportedAction.class, text);
    }

    @Converter
    public static EnvelopeHeaders toEnvelopeHeaders(String text) {
        return constant(EnvelopeHeaders.class, text);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants()).filter(value -> value.name().equalsIgnoreCase(text.strip())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Arrays.stream(type.getEnumConstants()).map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ", "the value is not one of ", ": " + text))));
    }
}
