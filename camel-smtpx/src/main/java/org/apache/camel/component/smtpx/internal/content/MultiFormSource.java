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
 * A message with several transfer forms, such as a composed one. The form sent depends on the server's extensions,
 * which are known only on a connection. As a plain source it has the form that every server accepts.
 */
public final class MultiFormSource implements MessageSource {

    /** Writes a message in the form that a server accepts. Thread-safe and repeatable. */
    public interface Forms {

        /**
         * The message in a form no wider than this. Never blocks; input is read when the form is opened.
         */
        MessageSource in(TransferForm width);

        /** Whether the binary form is worth having: it is shorter than the others. */
        boolean gainsFromBinary();

        /** A header address that needs SMTPUTF8 (RFC 6531), or null. */
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

    /** A header address that needs SMTPUTF8, or null. */
    public @Nullable String utf8Address() {
        return forms.utf8Address();
    }

    /** The message in a form that is no wider than this. */
    public MessageSource in(TransferForm width) {
        MessageSource form = forms.in(width);
        lastSize = form.size();
        return form;
    }

    /** Octets of the form requested last, which is the one sent; -1 before that. Composes nothing. */
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
