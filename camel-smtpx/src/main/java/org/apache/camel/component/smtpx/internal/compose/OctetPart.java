/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.compose;

import java.io.IOException;

import jakarta.mail.internet.ContentType;
import org.apache.camel.component.smtpx.internal.content.ContentFingerprint;
import org.apache.camel.component.smtpx.internal.content.TransferForm;
import org.apache.camel.component.smtpx.mail.MessageSource;

/** Octets of any kind: in base64, or unchanged if the server offers BINARYMIME. */
final class OctetPart extends Part {

    private final MessageSource content;

    OctetPart(ContentType type, MessageSource content) {
        super(type);
        this.content = content;
    }

    @Override
    String encoding(TransferForm width) {
        return width == TransferForm.BINARY ? "binary" : "base64";
    }

    @Override
    void writeContent(TransferForm width, MessageAssembler out) {
        out.add(width == TransferForm.BINARY ? content : EncodedStream.base64(content));
    }

    @Override
    void describeContent(ContentFingerprint.Builder to) throws IOException {
        to.add(content);
    }

    @Override
    boolean gainsFromBinary() {
        return content.size() > 0;
    }
}
