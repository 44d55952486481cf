/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.mime;

import java.io.File;
import java.io.IOException;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.CamelFileDataSource;
import org.apache.camel.component.smtpx.message.MessageSource;
import org.jspecify.annotations.Nullable;

/** Contents of attachments, read once from wherever they come, so that they have a size and can be read again. */
final class StoredContent {

    private StoredContent() {
    }

    /**
     * Reads a content. A large file is not copied: it is read when the message is sent, and must stay what it is.
     *
     * @param exchange the exchange whose completion removes what was stored
     */
    static MessageSource of(DataHandler content, Exchange exchange) throws IOException {
        File file = file(content.getDataSource());
        if (file != null && file.isFile() && file.length() > SpoolStream.MEMORY_LIMIT) {
            return MessageSource.of(file.toPath());
        }
        return SpooledOctets.of(exchange, content::writeTo).source();
    }

    /** The file behind a data source that does nothing but read it. */
    private static @Nullable File file(DataSource source) {
        boolean plain = source.getClass() == FileDataSource.class || source.getClass() == CamelFileDataSource.class;
        return plain ? ((FileDataSource) source).getFile() : null;
    }
}
