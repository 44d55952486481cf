/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.smtpx.internal.address.Idna;
import org.apache.camel.component.smtpx.internal.compose.SpooledOctets;
import org.apache.camel.component.smtpx.internal.content.MultiFormSource;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.internal.dkim.DkimKey;
import org.apache.camel.component.smtpx.internal.dkim.DkimProviders;
import org.apache.camel.component.smtpx.internal.dkim.DkimSigner;
import org.apache.camel.component.smtpx.mail.BytesSource;
import org.apache.camel.component.smtpx.mail.MessageSource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Signs the messages of an endpoint (DKIM, RFC 6376). */
final class DkimSigning {

    private final DkimSigner signer;

    private DkimSigning(DkimSigner signer) {
        this.signer = signer;
    }

    /**
     * Reads the keys.
     *
     * @param  providers                those that may sign
     * @return                          null if nothing is to be signed
     * @throws IllegalArgumentException if an option is missing or wrong; names it and never shows the key
     * @throws IOException              if the key is a resource that cannot be read
     */
    static @Nullable DkimSigning of(SmtpxConfiguration options, CamelContext context, DkimProviders providers)
            throws IOException {
        String given = options.getDkimKey();
        if (given == null && options.getDkimDomain() == null && options.getDkimSelector() == null) {
            return null;
        }
        if ("binarymime".equalsIgnoreCase(options.getBodyType())) {
            throw new IllegalArgumentException("a DKIM signature is made of lines: not with bodyType=binarymime");
        }
        if (given == null) {
            throw new IllegalArgumentException("dkimKey is missing");
        }
        String domain = ascii("dkimDomain", options.getDkimDomain());
        List<String> selectors = list(ObjectHelper.notNull(options.getDkimSelector(), "dkimSelector"));
        List<String> texts = list(given);
        if (selectors.size() != texts.size()) {
            throw new IllegalArgumentException(
                    "dkimKey has " + texts.size() + " keys and dkimSelector " + selectors.size()
                                               + " names: each key has a name of its own");
        }
        List<DkimSigner.SelectedKey> keys = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            DkimKey key = providers.apply(options.getDkimProvider(), key(texts.get(i), context));
            keys.add(new DkimSigner.SelectedKey(ascii("dkimSelector", selectors.get(i)), key));
        }
        return new DkimSigning(new DkimSigner(domain, keys));
    }

    private static List<String> list(String option) {
        return Arrays.stream(option.split(",", -1)).map(String::strip).toList();
    }

    private static DkimKey key(String given, CamelContext context) throws IOException {
        String pem = given.contains("-----BEGIN") ? given : read(given, context);
        try {
            return DkimKey.pem(pem);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dkimKey: " + e.getMessage(), e);
        }
    }

    /** With A-labels, as the name is looked up in the DNS. */
    private static String ascii(String option, @Nullable String name) {
        try {
            return Idna.toAscii(ObjectHelper.notNull(name, option));
        } catch (IllegalArgumentException e) {
            throw name == null ? e : new IllegalArgumentException(option + " is not a domain name: " + e.getMessage(), e);
        }
    }

    private static String read(String resource, CamelContext context) throws IOException {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * The message with its signature. It is read twice: a stream that can be read once is kept in memory or in a file
     * meanwhile. A composed message is signed in its 7-bit form, which no relay has a reason to change (RFC 6376,
     * section 5.3).
     *
     * @param warnings receives the reasons why the signature may break on the way
     */
    MessageSource sign(MessageSource message, Exchange exchange, List<String> warnings) throws IOException {
        if (message instanceof MultiFormSource adaptable) {
            return withAddress(signed(adaptable.in(TransferForm.SEVEN_BIT), warnings), adaptable.utf8Address());
        }
        if (message.repeatable()) {
            return signed(message, warnings);
        }
        try (InputStream once = message.open()) {
            return signed(SpooledOctets.of(exchange, once::transferTo).source(), warnings);
        }
    }

    private MessageSource signed(MessageSource fixed, List<String> warnings) throws IOException {
        DkimSigner.Signature made = signer.sign(fixed);
        warnings.addAll(made.warnings());
        byte[] signature = made.fields();
        if (fixed instanceof BytesSource bytes) {
            byte[] whole = Arrays.copyOf(signature, signature.length + bytes.octets().length);
            System.arraycopy(bytes.octets(), 0, whole, signature.length, bytes.octets().length);
            return MessageSource.of(whole);
        }
        long size = fixed.size() < 0 ? -1 : signature.length + fixed.size();
        return MessageSource.of(() -> new SequenceInputStream(new ByteArrayInputStream(signature), fixed.open()), size);
    }

    /** A signed message has one form only. */
    private static MessageSource withAddress(MessageSource signed, @Nullable String utf8Address) {
        return utf8Address == null ? signed : new MultiFormSource(new MultiFormSource.Forms() {
            @Override
            public MessageSource in(TransferForm width) {
                return signed;
            }

            @Override
            public boolean gainsFromBinary() {
                return false;
            }

            @Override
            public @Nullable String utf8Address() {
                return utf8Address;
            }
        });
    }
}
