/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.apache.camel.component.smtpx.mail.MessageSource;
import org.jspecify.annotations.Nullable;

/**
 * A message that can be written in several forms, as a composed one can: which form is sent depends on what the server
 * takes, and that is known only when there is a connection. As a plain source it is in the form that every server
 * takes.
 */
public final class MultiFormSource implements MessageSource {

    /** Writes a message in the form that a server takes. Any thread may ask, again and again. */
    public interface Forms {

        /**
         * The message in a form that is no wider than this. Never blocks: what has to be read is read when the form is
         * opened.
         */
        MessageSource in(TransferForm width);

        /** Whether the binary form is worth having: it is shorter than the others. */
        boolean gainsFromBinary();

        /** An address in its header that only a server with SMTPUTF8 takes (RFC 6531), or null. */
        @Nullable
        String utf8Address();
    }

    private final Forms forms;
    private volatile long lastSize = -1;

    /** A message that is written in the form that the server accepts. */
    public MultiFormSource(Forms forms) {
        this.forms = Objects.requireNonNull(forms, "forms");
    }

    /** Whether the binary form is worth having: it is shorter than the others. */
    boolean gainsFromBinary() {
        return forms.gainsFromBinary();
    }

    /** An address in its header that only a server with SMTPUTF8 takes, or null. */
    public @Nullable String utf8Address() {
        return forms.utf8Address();
    }

    /** The message in a form that is no wider than this. */
    public MessageSource in(TransferForm width) {
        MessageSource form = forms.in(width);
        lastSize = form.size();
        return form;
    }

    /** Octets of the form that was asked for last, which is the one that is sent; -1 before. Composes nothing. */
    public long lastSize() {
        return lastSize;
    }

    @Override
    public long size() {
        return in(TransferForm.SEVEN_BIT).size();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public InputStream open() throws IOException {
        return in(TransferForm.SEVEN_BIT).open();
    }
}
