/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import org.apache.camel.component.smtpx.mail.AddressFamily;
import org.apache.camel.component.smtpx.mail.BodyType;
import org.apache.camel.component.smtpx.mail.DsnReturn;
import org.apache.camel.component.smtpx.mail.Notify;
import org.apache.camel.component.smtpx.session.MailOptions;
import org.apache.camel.component.smtpx.session.RecipientOptions;
import org.apache.camel.component.smtpx.session.SessionSettings;

import static org.apache.camel.component.smtpx.oracle.CallValue.isTrue;
import static org.apache.camel.component.smtpx.oracle.CallValue.text;
import static org.apache.camel.component.smtpx.oracle.CallValue.texts;

/** The options of the calls in the words of Net::SMTP, put into ours. */
final class CallOptions {

    private CallOptions() {
    }

    static SessionSettings settings(Object host, Map<String, Object> options) {
        Object hosts = host != null ? host : options.get("Host");
        SessionSettings settings = new SessionSettings(texts(hosts));
        given(options, "Port", (o, v) -> settings.port(Integer.parseInt(text(v))));
        given(options, "Hello", (o, v) -> settings.hello(text(v)));
        given(options, "SendHello", (o, v) -> settings.sendHello(isTrue(v)));
        given(options, "SSL", (o, v) -> settings.ssl(isTrue(v)));
        given(options, "Timeout", (o, v) -> settings.timeout(Duration.ofMillis((long) (1000 * Double.parseDouble(text(v))))));
        given(options, "LocalAddr", (o, v) -> settings.localAddress(text(v)));
        given(options, "LocalPort", (o, v) -> settings.localPort(Integer.parseInt(text(v))));
        given(options, "Family",
                (o, v) -> settings.addressFamily(text(v).equals("inet6") ? AddressFamily.IPV6 : AddressFamily.IPV4));
        given(options, "ExactAddresses", (o, v) -> settings.exactAddresses(isTrue(v)));
        return settings;
    }

    static MailOptions mail(Map<String, Object> options, List<String> warnings) {
        MailOptions result = MailOptions.NONE;
        TreeSet<String> unknown = new TreeSet<>();
        for (Map.Entry<String, Object> option : options.entrySet()) {
            Object value = option.getValue();
            if (value != null) {
                result = mail(result, option.getKey(), value, unknown);
            }
        }
        unknown(unknown, warnings);
        return result;
    }

    private static MailOptions mail(MailOptions options, String name, Object value, TreeSet<String> unknown) {
        String text = text(value);
        return switch (name) {
            case "Size" -> options.size(size(text));
            case "Return" -> options.dsnReturn(DsnReturn.parse(text));
            case "Bits" -> options.body(switch (text) {
                case "7" -> BodyType.SEVEN_BIT;
                case "8" -> BodyType.EIGHT_BIT_MIME;
                case "binary" -> BodyType.BINARY_MIME;
                default -> throw new IllegalArgumentException("Bits " + text);
            });
            case "Transaction" -> options.transactionId(text);
            case "Envelope" -> options.envelope(text);
            case "ENVID" -> options.envid(text);
            case "AUTH" -> options.auth(text.isEmpty() ? "<>" : text);
            case "XVERP" -> options.xverp(isTrue(value));
            default -> {
                unknown.add(name);
                yield options;
            }
        };
    }

    private static long size(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("Size " + text);
        }
        return Long.parseLong(text);
    }

    static RecipientOptions recipient(Map<String, Object> options, List<String> warnings) {
        RecipientOptions result = RecipientOptions.NONE;
        TreeSet<String> unknown = new TreeSet<>();
        for (Map.Entry<String, Object> option : options.entrySet()) {
            Object value = option.getValue();
            if (value == null) {
                continue;
            }
            switch (option.getKey()) {
                case "Notify" -> result = result.notifyOn(texts(value).stream()
                        .map(word -> Notify.valueOf(word.toUpperCase(Locale.ROOT))).toArray(Notify[]::new));
                case "ORcpt" -> result = result.originalRecipient(text(value));
                case "SkipBad" -> result = result.skipBad(isTrue(value));
                default -> unknown.add(option.getKey());
            }
        }
        unknown(unknown, warnings);
        return result;
    }

    private static void unknown(TreeSet<String> names, List<String> warnings) {
        if (!names.isEmpty()) {
            warnings.add("unknown-option:" + String.join(",", new ArrayList<>(names)));
        }
    }

    private static void given(Map<String, Object> options, String name, BiConsumer<Map<String, Object>, Object> action) {
        Object value = options.get(name);
        if (value != null) {
            action.accept(options, value);
        }
    }
}
