/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.ParameterList;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message whose content can travel in several ways (RFC 2045, section 6). Its header fields are exactly
 * those that were set, written in UTF-8, and those that say how it travels: Jakarta Mail adds and guesses nothing.
 * Complete, it does not change, and any thread may write it.
 */
abstract sealed class Part permits TextPart, StoredTextPart, OctetPart, CompositePart, MultiPart {

    private static final byte[] CRLF = { '\r', '\n' };

    private final ContentType type;
    /** Null as long as there are none. */
    private @Nullable InternetHeaders fields;

    Part(ContentType type) {
        this.type = type;
    }

    final ContentType type() {
        return type;
    }

    final void setHeader(String name, String value) {
        InternetHeaders set = fields == null ? new InternetHeaders() : fields;
        set.setHeader(name, value);
        fields = set;
    }

    private List<String> fieldLines() {
        return fields == null ? List.of() : Collections.list(fields.getAllHeaderLines());
    }

    /** The content type, which may depend on the encoding. */
    ContentType type(TransferForm width) {
        return type;
    }

    /** The transfer encoding; null for 7bit, which is not declared. */
    abstract @Nullable String encoding(TransferForm width);

    /** Writes the content in its {@link #encoding}. */
    abstract void writeContent(TransferForm width, MessageAssembler out);

    /** Adds what the content consists of, apart from how it travels. */
    abstract void describeContent(ContentFingerprint.Builder to) throws IOException;

    /** Adds what this part consists of; a boundary, which is made anew each time, is left out. */
    final void describe(ContentFingerprint.Builder to) throws IOException {
        to.add(type.getBaseType());
        ParameterList parameters = type.getParameterList();
        if (parameters != null) {
            for (String name : Collections.list(parameters.getNames())) {
                if (!name.equalsIgnoreCase("boundary")) {
                    to.add(name).add(String.valueOf(parameters.get(name)));
                }
            }
        }
        fieldLines().forEach(to::add);
        describeContent(to);
    }

    /** Whether it is shorter in binary form. */
    abstract boolean gainsFromBinary();

    final void write(TransferForm width, MessageAssembler out) {
        writeFields(width, out);
        out.writeBytes(CRLF);
        writeContent(width, out);
    }

    final void writeFields(TransferForm width, MessageAssembler out) {
        writeField("Content-Type: " + MediaTypes.write(type(width)), out);
        String encoding = encoding(width);
        if (encoding != null) {
            writeField("Content-Transfer-Encoding: " + encoding, out);
        }
        fieldLines().forEach(line -> writeField(line, out));
    }

    static void writeFields(InternetHeaders fields, MessageAssembler out) {
        Collections.list(fields.getAllHeaderLines()).forEach(line -> writeField(line, out));
    }

    static void writeField(String line, MessageAssembler out) {
        out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(CRLF);
    }
}
